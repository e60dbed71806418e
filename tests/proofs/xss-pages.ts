/** What Chromium makes of payloads: whether one runs, or stands ready to. */
import type { BrowserContext, Page } from '@playwright/test'

export interface Watch {
  /** what ran or stood ready to, with the page where it did */
  readonly found: string[]
  pages: number
}

/** Counts from now on what runs in any page of this browser; what the policy had to stop counts too. */
export const watchContext = async (context: BrowserContext): Promise<Watch> => {
  const watch: Watch = { found: [], pages: 0 }
  let at = ''
  await context.exposeFunction('__fired', () => {
    watch.found.push(`ran on ${at}`)
  })
  await context.exposeFunction('__stopped', (what: string) => {
    watch.found.push(`only the policy stopped it on ${at}: ${what}`)
  })
  await context.addInitScript(() => {
    const page = globalThis as unknown as { __stopped?: (what: string) => void } & EventTarget
    page.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sample } = event as SecurityPolicyViolationEvent
      // a picture or a style from elsewhere runs nothing; scripts, frames, objects and addresses of the page do
      if (!/^(?:img|style|font|media)-src/.test(effectiveDirective))
        page.__stopped?.(`${effectiveDirective} ${blockedURI} ${sample}`)
    })
  })
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      watch.found.push(`a dialog on ${page.url()}`)
      void dialog.dismiss().catch(() => undefined)
    })
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) at = new URL(frame.url()).pathname.replace(/[0-9a-f-]{36}/, ':id')
    })
  })
  return watch
}

/** Elements within the page that would run something at a touch. `within`: where no element of such a kind belongs at all. */
export const armedIn = async (page: Page, within: string): Promise<string[]> =>
  await page.evaluate((selector) => {
    const found: string[] = []
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) found.push(`${element.localName} ${name}`)
        // browsers pass over what stands before and within the scheme
        const address = [...value].filter((sign) => sign > ' ' && sign !== '\u007f').join('')
        if (
          /^(?:href|src|action|formaction|xlink:href|data|srcdoc|values|to)$/i.test(name) &&
          /^(?:javascript|vbscript|data:text)/i.test(address)
        )
          found.push(`${element.localName} ${name}=${value.slice(0, 40)}`)
      }
    }
    for (const element of document.querySelectorAll(selector))
      for (const inner of element.querySelectorAll(
        'script,style,iframe,object,embed,base,meta,link,form,input,button,select,textarea,template,foreignObject,animate,set,use,[style]'
      ))
        found.push(`${inner.localName} in the text`)
    return found
  }, within)

/** Opens a page, lets all that loads by itself load or fail, and looks. A page that is not there afterwards was taken over. */
export const lookAt = async (
  page: Page,
  watch: Watch,
  address: string,
  within: string,
  ready: string
): Promise<void> => {
  const path = new URL(address).pathname.replace(/[0-9a-f-]{36}/, ':id')
  watch.pages += 1
  try {
    await page.goto(address, { waitUntil: 'load' })
    await page.locator(ready).first().waitFor({ state: 'attached' })
    // two frames: what focuses itself, toggles or starts has done so
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    for (const armed of await armedIn(page, within)) watch.found.push(`stands ready on ${path}: ${armed}`)
  } catch (error) {
    watch.found.push(`taken over: ${path}, ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`)
  }
}

/** Pastes markup into the editor as a browser hands it over from the clipboard. */
export const paste = async (page: Page, editor: string, some: readonly string[]): Promise<void> => {
  await page.locator(editor).first().waitFor()
  await page.evaluate(
    ([selector, list]) => {
      const place = document.querySelector(selector)
      for (const html of list) {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/html', html)
        clipboardData.setData('text/plain', html)
        place?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }
    },
    [editor, some] as const
  )
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}
