/**
 * Two apps: the citizen's (browser app, renderer for the server, service worker) by `vite build --app`,
 * and the desk by `vite build --mode desk`.
 */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin, type UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const root = import.meta.dirname
const at = (path: string) => resolve(root, path)

/** Vue's switches: no options API, nothing for developer tools in what people download. */
const vueSwitches = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false'
}

/**
 * Puts the first route's style sheet into the page itself (the server sends its hash in the CSP), and writes
 * `shell.html`: the same page without the server's marks, which the service worker keeps for opening offline.
 */
function firstPage(): Plugin {
  return {
    name: 'first-page',
    enforce: 'post',
    apply: 'build',
    generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      let html = String(page.source)
      for (const [link, file] of html.matchAll(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g)) {
        const sheet = file === undefined ? undefined : bundle[file]
        if (file === undefined || sheet?.type !== 'asset') continue
        html = html.replace(link, `<style>${String(sheet.source).trim()}</style>`)
        withoutSheet(bundle, file)
      }
      page.source = html
      this.emitFile({
        type: 'asset',
        fileName: 'shell.html',
        source: html.replace('<!--app-html-->', '').replace('<!--page-data-->', '')
      })
    }
  }
}

/** Takes a sheet that now stands in the page out of the bundle, and out of the lists of what later routes load first. */
function withoutSheet(bundle: Parameters<Extract<Plugin['generateBundle'], (...all: never[]) => unknown>>[1], file: string) {
  delete bundle[file]
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === 'chunk' && chunk.code.includes(file))
      // the lists are read by index: an entry that is already on the page stands for the sheet
      chunk.code = chunk.code.replaceAll(`"${file}"`, '""')
  }
}

const citizen: UserConfig = {
  root: at('src/citizen'),
  publicDir: at('public'),
  define: vueSwitches,
  plugins: [
    vue(),
    firstPage(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        id: '/',
        name: '问政',
        short_name: '问政',
        description: '问统计局一个问题，看得见几号答复。',
        lang: 'zh-CN',
        dir: 'ltr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#ededed',
        theme_color: '#ededed',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' }
        ],
        shortcuts: [
          { name: '咨询', url: '/letters/new' },
          { name: '凭编号查', url: '/letters/find' },
          { name: '我的', url: '/me' }
        ]
      },
      injectManifest: {
        globPatterns: ['shell.html', 'assets/**/*.{js,css}', 'icons/icon.svg', 'icons/icon-192.png'],
        maximumFileSizeToCacheInBytes: 400_000
      }
    })
  ],
  builder: {},
  environments: {
    client: { build: { outDir: at('dist/citizen'), emptyOutDir: true } },
    ssr: {
      build: {
        outDir: at('dist/render'),
        emptyOutDir: true,
        ssr: true,
        copyPublicDir: false,
        rolldownOptions: { input: at('src/citizen/render.ts') }
      },
      // one file with everything in it: the server needs no screen library beside it
      resolve: { noExternal: true, conditions: ['module', 'import', 'default'] }
    }
  }
}

const desk: UserConfig = {
  root: at('src/desk'),
  base: '/desk/',
  publicDir: false,
  define: vueSwitches,
  plugins: [vue()],
  build: { outDir: at('dist/desk'), emptyOutDir: true }
}

export default defineConfig(({ mode }) => (mode === 'desk' ? desk : citizen))
