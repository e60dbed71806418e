/**
 * The page that the link in a message leads to. It is the server's own, without the app: whoever opens it from a mail needs no
 * JavaScript. Looking at it changes nothing, since mail programs fetch links by themselves; its button does, and a mail
 * program's own button (RFC 8058) by one request.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { languages, type Language } from '#contract/pages.ts'
import type { Context } from '../core/context.ts'
import { press } from '../core/page-document.ts'
import { escapeHtml, inLanguage, languageTag } from '../core/page-head.ts'
import { problem } from '../core/problems.ts'
import { type Linked, readLinked, turnLinked } from './choices.ts'

const words = {
  zh: {
    title: '邮件和短信通知',
    on: (about: string) => `${about}有了进展，会告诉您。`,
    off: '不会再发给您了。',
    offSay: (about: string) => `${about}照常办理，进展随时可以在网站上看。`,
    letter: (number: string) => `编号 ${number} 的来信`,
    booking: (number: string) => `活动预约 ${number}`,
    mail: '您的待办',
    stop: '不再接收',
    again: '还是继续发给我',
    kept: '一个月内可以在这里恢复。',
    gone: '这个链接已经失效',
    goneSay: '收通知的地址换过了或者取消了，这里没有要退订的。',
    home: '回首页'
  },
  en: {
    title: 'Notices by mail and text message',
    on: (about: string) => `You are told when something happens to ${about}.`,
    off: 'Nothing more will be sent to you.',
    offSay: (about: string) => `Work on ${about} goes on; you can read how it stands on our site at any time.`,
    letter: (number: string) => `the letter ${number}`,
    booking: (number: string) => `the booking ${number}`,
    mail: 'your tasks',
    stop: 'Send me no more',
    again: 'Go on sending',
    kept: 'For a month this can be undone here.',
    gone: 'This link is no longer valid',
    goneSay: 'The address was changed or removed; there is nothing to end here.',
    home: 'Home'
  }
} as const

const style = `
:root{color-scheme:light dark;--ground:#ededed;--card:#fff;--ink:#191919;--ink-2:#595959;--act:#0a7a42;--on-act:#fff;--line:#858585}
@media(prefers-color-scheme:dark){:root{--ground:#111;--card:#1d1d1d;--ink:#e3e3e3;--ink-2:#a3a3a3;--act:#3fbf7f;--on-act:#06240f;--line:#8a8a8a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:18px/1.6 'PingFang SC','HarmonyOS Sans SC',MiSans,'Noto Sans CJK SC','Noto Sans SC',-apple-system,'Segoe UI',sans-serif}
main{max-width:560px;margin:0 auto;padding:24px 16px}
section{padding:20px 16px 24px;border-radius:12px;background:var(--card);overflow-wrap:anywhere}
h1{margin:0 0 12px;font-size:24px;line-height:1.35}
p{margin:0 0 12px}
.sub{color:var(--ink-2);font-size:16px}
button{width:100%;min-height:52px;margin-top:8px;border:1px solid var(--act);border-radius:8px;background:var(--act);color:var(--on-act);font:inherit;cursor:pointer}
button.quiet{border-color:var(--line);background:none;color:var(--ink)}
a{display:inline-block;padding:12px 0;color:inherit}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}`

/** What stands in the card, for a link that holds (`linked`) or no longer does. */
function card(language: Language, path: string, linked: Linked | undefined): string {
  const say = words[language]
  if (!linked) return `<h1>${say.gone}</h1><p>${say.goneSay}</p>`
  const about =
    linked.number === null ? say.mail : linked.booking ? say.booking(linked.number) : say.letter(linked.number)
  const button = (act: 'on' | 'off', text: string, look: string) =>
    `<form method="post" action="${escapeHtml(path)}"><input type="hidden" name="act" value="${act}"><button${look}>${text}</button></form>`
  return linked.on
    ? `<h1>${say.title}</h1><p>${escapeHtml(say.on(about))}</p>${button('off', say.stop, '')}`
    : `<h1>${say.off}</h1><p>${escapeHtml(say.offSay(about))}</p><p class="sub">${say.kept}</p>${button('on', say.again, ' class="quiet"')}`
}

function documentOf({ config }: Context, language: Language, path: string, linked: Linked | undefined): string {
  const say = words[language]
  const title = linked ? (linked.on ? say.title : say.off.replace(/[。.]$/, '')) : say.gone
  return `<!doctype html>
<html lang="${languageTag[language]}"><head><meta charset="utf-8"><title>${title} - ${escapeHtml(config.bureau[language])}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<link rel="icon" href="/icons/icon.svg" type="image/svg+xml"><style>${style}</style></head>
<body><main><section>${card(language, path, linked)}</section><p><a href="${inLanguage(language, '/')}">${escapeHtml(config.bureau[language])} · ${say.home}</a></p></main></body></html>`
}

/** What was pressed: the page's own button, or a mail program's; undefined for anything else. */
function actOf(body: unknown): 'on' | 'off' | 'one-click' | undefined {
  if (typeof body !== 'string') return undefined
  // a form, or in several parts: a mail program may send either
  if (/List-Unsubscribe"?(=|\r?\n\r?\n)One-Click/i.test(body)) return 'one-click'
  const act = new URLSearchParams(body).get('act')
  return act === 'on' || act === 'off' ? act : undefined
}

/** Registers the page in both languages, and what its button and a mail program's send. */
export function registerLinks(app: FastifyInstance, context: Context): void {
  const answer = async (reply: FastifyReply, language: Language, token: string): Promise<FastifyReply> => {
    const linked = await readLinked(context.db, token)
    const path = inLanguage(language, `/notices/${token}`)
    const page = press(documentOf(context, language, path, linked), linked ? 200 : 404, true)
    return await reply
      .code(page.status)
      .headers({
        'content-security-policy': page.policy,
        'cache-control': 'no-store',
        // the address is what ends the messages: no other site hears of it
        'referrer-policy': 'no-referrer'
      })
      .type('text/html; charset=utf-8')
      .send(page.bodies.identity)
  }
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'multipart/form-data'],
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, done) => done(null, body)
    )
    for (const language of languages) {
      const url = inLanguage(language, '/notices/:token')
      const schema = { hide: true }
      scope.get<{ Params: { token: string } }>(url, { schema }, async ({ params }, reply) =>
        answer(reply, language, params.token)
      )
      scope.post<{ Params: { token: string } }>(url, { schema }, async ({ params, body }, reply) => {
        const act = actOf(body)
        if (act === undefined) throw problem('bad-request')
        const found = await turnLinked(context.db, params.token, act === 'on')
        if (act !== 'one-click') return await reply.redirect(inLanguage(language, `/notices/${params.token}`), 303)
        if (!found) throw problem('not-found')
        return await reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('ok')
      })
    }
  })
}
