/**
 * xss:stored. More than 500 payloads go through every field of an article over the API and through the real editor by paste,
 * and are looked at in Chromium under the policy: the article, its lists, search and the desk's preview; the editor is used
 * without it. Nothing runs, nothing stands ready to, and nothing is left for the policy to stop. Articles carry 24, 8 or 1
 * payloads each; the short form tries an eighth of them. The plant takes out the sanitiser, the checks of links, and the policy.
 */
import { chromium, type Browser, type BrowserContext } from '@playwright/test'
import { findChromium, howToInstallChromium } from '../chromium.ts'
import { ask, type Session } from './caller.ts'
import { openPress, type Press } from './press.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { startServer } from './server.ts'
import { carry, passes, type Carrier } from './xss-desk.ts'
import { armedIn, lookAt, paste, watchContext, type Watch } from './xss-pages.ts'
import { payloads } from './xss-payloads.ts'

const plants = [
  {
    file: 'src/server/articles/body.ts',
    guard: 'return markup(structured(parseDocument(safe).children))',
    instead: "return safe === '' ? '' : html"
  },
  {
    file: 'src/server/articles/body-published.ts',
    guard: "const body = element('body', {}, nodesOf(html))",
    instead: 'return html + articleId.slice(36)\n  const body = element("body", {}, nodesOf(html))'
  },
  {
    file: 'src/server/articles/situation.ts',
    guard: "checked.checks.some(({ result }) => result === 'blocks')",
    instead: 'checked.checks.length < 0'
  },
  {
    file: 'src/server/core/pages.ts',
    guard: "if (strict) reply.header('content-security-policy', page.policy)",
    instead: 'if (page.status < 0) reply.header("content-security-policy", page.policy)'
  }
]

const groupsOf = (list: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size))

const openBrowser = async (): Promise<Browser> => {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(howToInstallChromium)
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage']
  return await chromium.launch({ executablePath, args })
}

const asStaff = async (context: BrowserContext, base: string, { cookie }: Session): Promise<void> => {
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: base }
  })
  await context.addCookies(cookies)
}

/** The article, every page of its column, the newest ones, and what is found by words of payloads. */
const lookAsReader = async (
  browser: Browser,
  base: string,
  carriers: readonly Carrier[],
  patience: number
): Promise<Watch> => {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  context.setDefaultTimeout(patience)
  const watch = await watchContext(context)
  const page = await context.newPage()
  const open = async (path: string) => await lookAt(page, watch, base + path, '.document', '#main')
  for (const { id } of carriers.filter(({ isPublic }) => isPublic)) await open(`/articles/${id}`)
  let after: string | null = ''
  while (after !== null) {
    const query: string = after === '' ? '' : `after=${encodeURIComponent(after)}`
    await open(`/columns/trial${query === '' ? '' : `?${query}`}`)
    const { body } = await ask(base, 'GET', `/articles?column=trial${query === '' ? '' : `&${query}`}`)
    after = (body as { next: string | null }).next
  }
  for (const path of ['/', '/columns', '/catalogue', '/catalogue?column=trial']) await open(path)
  for (const words of [
    '文字',
    'onerror',
    'script',
    'img',
    'svg',
    '<img src=x onerror=__fired(1)>',
    '"><script>__fired(1)</script>'
  ])
    await open(`/search?words=${encodeURIComponent(words)}`)
  await context.close()
  return watch
}

const lookAtDesk = async (
  browser: Browser,
  press: Press,
  carriers: readonly Carrier[],
  patience: number
): Promise<Watch> => {
  const context = await browser.newContext()
  context.setDefaultTimeout(patience)
  await asStaff(context, press.base, press.signers['secrecy']!)
  const watch = await watchContext(context)
  const page = await context.newPage()
  for (const { id } of carriers)
    await lookAt(page, watch, `${press.base}/desk/articles/${id}`, '.reading', '.reading > *')
  await context.close()
  return watch
}

const editor = '.ProseMirror'

const pasteAll = async (browser: Browser, press: Press, tried: readonly string[]): Promise<Watch> => {
  const { id } = await carry(press, ['空白'], false)
  // without the policy: the editor takes markup apart in a document that runs nothing, and the policy reports even there
  const context = await browser.newContext({ bypassCSP: true })
  await asStaff(context, press.base, press.author)
  const watch = await watchContext(context)
  const page = await context.newPage()
  await lookAt(page, watch, `${press.base}/desk/articles/${id}`, '.reading', editor)
  for (const some of groupsOf(tried, 40)) {
    await paste(page, editor, some)
    watch.found.push(...(await armedIn(page, '.none')).map((armed) => `stands ready in the editor: ${armed}`))
    watch.pages += 1
    await page.locator(editor).first().focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
  }
  await paste(page, editor, tried.slice(0, 40))
  await page.getByRole('button', { name: '看成稿' }).click()
  await page.locator('.reading > *').first().waitFor({ state: 'attached' })
  watch.found.push(...(await armedIn(page, '.none')).map((armed) => `stands ready in the preview: ${armed}`))
  await context.close()
  return watch
}

/** The short form tries one in so many, others with another seed. */
const oneIn = 8

const hold = async ({ form, plant, seed }: Question): Promise<Finding> => {
  const size = { short: 24, normal: 8, long: 1 }[form]
  const tried = payloads.filter((_, index) => form !== 'short' || index % oneIn === seed % oneIn)
  const server = await startServer({ plants: plant ? plants : [] })
  const press = await openPress(server)
  const column = { name: '试用栏目', parent: null, position: 99 }
  await ask(server.base, 'PUT', '/desk/columns/trial', { session: press.signers['registry']!, body: column })
  const carriers: Carrier[] = []
  for (const [list, publish] of [
    [tried.filter((payload) => plant || passes(payload)), true],
    [tried.filter((payload) => !plant && !passes(payload)), false]
  ] as const)
    for (const group of groupsOf(list, size)) carriers.push(await carry(press, group, publish))
  // with the plant most pages are taken over, and waiting for them is of no use
  const patience = plant ? 4000 : 30_000
  const browser = await openBrowser()
  try {
    const reader = await lookAsReader(browser, server.base, carriers, patience)
    const desk = await lookAtDesk(browser, press, carriers, patience)
    const pasted = await pasteAll(browser, press, tried)
    const failures = [...reader.found, ...desk.found, ...pasted.found]
    return {
      figures: {
        payloads: tried.length,
        'articles with payloads': carriers.length,
        'of these public': carriers.filter(({ isPublic }) => isPublic).length,
        'pages of readers looked at': reader.pages,
        'pages of the desk looked at': desk.pages,
        'pastes into the editor': tried.length + 40,
        ran: failures.filter((failure) => /^(?:ran|a dialog)/.test(failure)).length,
        'stood ready, or was stopped by the policy alone': failures.filter((failure) =>
          /^(?:stands|only|taken)/.test(failure)
        ).length
      },
      checked: tried.length * 3 + reader.pages + desk.pages,
      failures: [...new Set(failures)],
      notCaught:
        plant && !reader.found.some((failure) => failure.startsWith('ran on /articles/'))
          ? ['a server without its sanitiser']
          : []
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

await prove('xss:stored', hold)
