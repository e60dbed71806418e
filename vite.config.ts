/**
 * Two apps: the citizen's (browser app, renderer for the server, service worker) by `vite build --app`,
 * and the desk by `vite build --mode desk`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { minify } from 'terser'
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

const shorter = async (code: string): Promise<string> =>
  (
    await minify(code, {
      module: true,
      ecma: 2020,
      compress: { passes: 3, keep_fargs: false, sequences: false }
    })
  ).code ?? code

/** What Vite's minifier leaves is minified once more: over half a kilobyte less on the first visit. */
function minifiedAgain(): Plugin {
  return {
    name: 'minified-again',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle: {
      // after Vite has written down which files each later page needs
      order: 'post',
      async handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = await shorter(chunk.code)
      }
    }
  }
}

/** Puts the first route's style sheet into the page itself; the server sends its hash in the policy. */
function sheetInPage(): Plugin {
  return {
    name: 'sheet-in-page',
    apply: 'build',
    generateBundle: {
      // after Vite has written down which files each later page needs
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') return
        const html = String(page.source)
        const [link, file = ''] = /<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/.exec(html) ?? []
        const sheet = bundle[file]
        const [, first] = /<script type="module"[^>]*src="\/([^"]+)"/.exec(html) ?? []
        if (link === undefined || sheet?.type !== 'asset' || first === undefined) throw new Error('no first sheet')
        page.source = html.replace(link, () => `<style>${String(sheet.source).trim()}</style>`)
        delete bundle[file]
        // the lists are read by place: the sheet's place is taken by the first script, which is always there already
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk') chunk.code = chunk.code.replaceAll(`"${file}"`, `"${first}"`)
      }
    }
  }
}

/** Writes a brotli and a gzip copy beside every text file, so that the server compresses nothing while it answers. */
function compressedCopies(folder: string): Plugin {
  return {
    name: 'compressed-copies',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(js|css|svg|webmanifest|txt|wasm)$/.test(entry.name)) continue
          const path = join(entry.parentPath, entry.name)
          const content = readFileSync(path)
          writeFileSync(`${path}.br`, brotliCompressSync(content))
          writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        }
      }
    }
  }
}

/**
 * What is fetched together: all of the first page in one file, what the phone keeps and sends in a second one,
 * what every later page stands on in a third, and one file a capability; writing (with its form library) apart from reading,
 * one article apart from the lists of them, and what the server renders for good (`still`) apart from what answers to a tap.
 * A file goes into the first part whose test it meets, with all that it imports and no part before has.
 */
const parts = [
  {
    name: 'first',
    test: /\/src\/(citizen\/(main|core\/(kept-mark|page-data|still|words|addresses|instants|instead|settings))\.ts|citizen\/core\/NavBar\.vue|ui\/(Icon|Document)\.vue)$|rolldown\/runtime|plugin-vue:export-helper/
  },
  // what a public page says of slots, without what the phone keeps
  { name: 'slots', test: /\/src\/citizen\/core\/(booking-words|slot-times)\.ts$/ },
  { name: 'phone', test: /\/src\/citizen\/core\/sending\.ts$/ },
  {
    name: 'later',
    test: /\/src\/(citizen\/core\/(failure|topic|case)-words\.ts|citizen\/articles\/kinds\.zh\.ts|ui\/(failures|problems\.zh|more-icons)\.ts)$/
  },
  { name: 'day-rule', test: /\/src\/ui\/DayRule\.vue$/ },
  // what lists own cases and bookings: home has it only where there are some, a form never
  { name: 'rows', test: /\/src\/citizen\/core\/((OpenCases|CaseRow|BookingRow)\.vue|party\.ts)$/ },
  { name: 'tabs', test: /\/src\/citizen\/core\/(TabBar\.vue|BureauMark\.vue|kept-home\.ts)$/ },
  {
    name: 'pieces',
    test: /\/src\/citizen\/core\/((BottomSheet|UploadList|PrivacyNotice)\.vue$|(form|switch)\.css)/
  },
  { name: 'absent', test: /\/src\/citizen\/core\/TextAbsent\.vue$/ },
  { name: 'home-data', test: /\/src\/citizen\/core\/home-data\.ts$/ },
  // what a letter and a booking have in common once they are sent
  {
    name: 'acts',
    test: /\/src\/citizen\/core\/((CopyRow|ActTrouble|PictureSheet)\.vue|(use-held|use-act|canvas-text|save-blob|copy-text)\.ts)$/
  },
  { name: 'notices', test: /\/src\/citizen\/core\/(OwnNotices\.vue|notice-words\.ts)$/ },
  { name: 'still-home', test: /\/src\/citizen\/home\/Home\w+\.vue$/ },
  { name: 'still-article', test: /\/src\/citizen\/articles\/Article(Head|Facts)\.vue$/ },
  {
    name: 'fields',
    test: /\/src\/(ui\/rules-for\.ts|citizen\/core\/((TextRow|AgreeRow|FormFoot|StepHead)\.vue|use-(steps|online|writing)\.ts))$/
  },
  { name: 'writing', test: /\/src\/citizen\/letters\/(write-page\.ts|(WriteLetter|Draft\w+)\.vue)$/ },
  {
    name: 'finding',
    test: /\/src\/citizen\/letters\/(find-page\.ts|FindLetter\.vue|read-words\.zh\.ts)$/
  },
  { name: 'api', test: /\/src\/ui\/api\.ts$/ },
  { name: 'refresh', test: /\/src\/citizen\/core\/refresh-\w+\.ts$/ },
  { name: 'library', test: /\/src\/citizen\/core\/library(-\w+)?\.ts$/ },
  { name: 'letters', test: /\/src\/citizen\/letters\/((own-data-)?pages?\.ts|.*\.vue)$/ },
  { name: 'board', test: /\/src\/citizen\/board\/(pages\.ts|.*\.vue)$/ },
  { name: 'answers', test: /\/src\/citizen\/answers\/(pages\.ts|.*\.vue)$/ },
  {
    name: 'articles',
    test: /\/src\/citizen\/articles\/(pages\.ts|(Read(Columns|Column|Catalogue)|SearchArticles)\.vue)$/
  },
  {
    name: 'open-days',
    test: /\/src\/citizen\/open-days\/(pages\.ts|(ReadOpenDays?|OpenDayRow|SlotRow)\.vue|use-(open-day|server-clock)\.ts)$/
  },
  { name: 'booking', test: /\/src\/citizen\/open-days\/(book(ing)?-page\.ts|.*\.vue)$/ },
  {
    name: 'reading-places',
    test: /\/src\/(citizen\/reading-places\/(pages\.ts|.*\.vue)|contract\/opening\.ts)$/
  },
  { name: 'glossary', test: /\/src\/citizen\/glossary\/(pages\.ts|.*\.vue)$/ },
  { name: 'me', test: /\/src\/citizen\/(me|library)\/(pages\.ts|.*\.vue)$/ }
]

/**
 * The files that some parts need: the entry's and those of the chunks with a module that `parts` names, with all that they
 * import, their sheets and files; with what they fetch on demand only where `demands` names a module of theirs.
 */
function filesOf({ name, parts, demands }: { name: string; parts: RegExp; demands?: RegExp }): {
  plugin: Plugin
  has: (url: string) => boolean
} {
  const files = new Set<string>()
  const plugin: Plugin = {
    name,
    apply: 'build',
    applyToEnvironment: ({ name: environment }) => environment === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const add = (file: string) => {
          const chunk = bundle[file]
          if (files.has(file) || chunk?.type !== 'chunk') return
          files.add(file)
          for (const sheet of chunk.viteMetadata?.importedCss ?? []) files.add(sheet)
          for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset)
          chunk.imports.forEach(add)
          if (demands && chunk.moduleIds.some((id) => demands.test(id))) chunk.dynamicImports.forEach(add)
        }
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk' && (chunk.isEntry || chunk.moduleIds.some((id) => parts.test(id))))
            add(chunk.fileName)
      }
    }
  }
  return { plugin, has: (url) => files.has(url) }
}

/** What a phone keeps from its first visit on: home, what is the citizen's own, writing and sending. The rest comes later. */
const start = filesOf({
  name: 'files-of-start',
  parts:
    /\/src\/(ui\/api\.ts|citizen\/(home\/\w+\.vue|me\/pages\.ts|letters\/write-page\.ts|core\/(sending|home-data|versions|work-solver|refresh-\w+|not-found-page|no-network-page)\.ts|core\/(shell|no-network)-words\.en\.ts|core\/(OpenCases|SuggestAnswers)\.vue))/
})

const citizen: UserConfig = {
  root: at('src/citizen'),
  publicDir: at('public'),
  define: vueSwitches,
  plugins: [
    vue(),
    start.plugin,
    minifiedAgain(),
    sheetInPage(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'sw.ts',
      registerType: 'prompt',
      // the system fetches them when the app is put on its screen
      includeManifestIcons: false,
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
        globPatterns: ['index.html', 'assets/**/*.{js,css}', 'icons/icon.svg'],
        maximumFileSizeToCacheInBytes: 400_000,
        manifestTransforms: [
          // the page without data, as the server sends it with its policy, opens every address without a network
          (entries) => ({
            manifest: entries.map((entry) =>
              entry.url === 'index.html'
                ? { ...entry, url: '/me' }
                : { ...entry, ...(start.has(entry.url) || !entry.url.startsWith('assets/') ? {} : { later: true }) }
            )
          })
        ]
      }
    }),
    compressedCopies(at('dist/citizen'))
  ],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: at('dist/citizen'),
        emptyOutDir: true,
        modulePreload: {
          polyfill: false,
          // the first file is there already, and what home and an article show on demand is small
          resolveDependencies: (_file, needed, { hostId }) =>
            /\/(Read(Article|Home)|article-page)-/.test(hostId)
              ? needed.filter((file) => file.endsWith('.css'))
              : needed.filter((file) => !/\/(first|rolldown-runtime)-/.test(file))
        },
        // by these the server tells the browser early what a page will run
        manifest: true,
        ssrManifest: true,
        // each name stands in the first file: a letter less of its digest is a letter less to fetch
        rolldownOptions: {
          // a shape or a route that no page reads is left out
          treeshake: { manualPureFunctions: ['T', 'closed', 'defineRoutes'] },
          output: {
            chunkFileNames: 'assets/[name]-[hash:7].js',
            assetFileNames: 'assets/[name]-[hash:7][extname]',
            codeSplitting: { groups: parts }
          }
        }
      }
    },
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

const door = filesOf({
  name: 'files-of-door',
  parts: /\/open-days\/DoorPage\.vue/,
  demands: /\/open-days\/qr-reader\.ts$/
})

const desk: UserConfig = {
  root: at('src/desk'),
  base: '/desk/',
  publicDir: false,
  define: vueSwitches,
  plugins: [
    vue(),
    door.plugin,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'door-sw.ts',
      scope: '/desk/door',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['index.html', 'assets/**/*.{js,css,wasm}'],
        maximumFileSizeToCacheInBytes: 2_000_000,
        manifestTransforms: [
          // the page as the server sends it for the door, with the policy of the door
          (entries) => ({
            manifest: entries
              .filter(({ url }) => url === 'index.html' || door.has(url))
              .map((entry) => (entry.url === 'index.html' ? { ...entry, url: '/desk/door' } : entry))
          })
        ]
      }
    }),
    compressedCopies(at('dist/desk'))
  ],
  build: { outDir: at('dist/desk'), emptyOutDir: true }
}

export default defineConfig(({ mode }) => (mode === 'desk' ? desk : citizen))
