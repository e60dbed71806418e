/** Mail by SMTP. */
import { createTransport } from 'nodemailer'
import { isThisMachine } from '../core/config.ts'
import type { Driver, Outcome } from './drivers.ts'

interface MailServer {
  readonly url: URL
  readonly from: string
  /** nothing goes over the network in the open */
  readonly encrypted: boolean
  /** the name of this site, for the ids of messages */
  readonly host: string
}

/** The code of a failure: what the server answered with, or what the network did. */
function faultOf(error: unknown): { fault: string; forGood: boolean } {
  const { responseCode, code } = error as { responseCode?: number; code?: string }
  if (typeof responseCode === 'number')
    // a wrong password is ours to mend, not the message's fault
    return { fault: String(responseCode), forGood: responseCode >= 500 && code === 'EENVELOPE' }
  return { fault: (code ?? 'unknown').slice(0, 40), forGood: false }
}

/** Mail through a server that takes it on. What it refuses for good is not tried again; all else is. */
export function mailServer({ url, from, encrypted, host }: MailServer): Driver {
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: encrypted && !secure && !isThisMachine(url.hostname),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true
  })
  return {
    async send({ id, to, subject, text, unsubscribe, at }): Promise<Outcome> {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          envelope: { from, to: [to] },
          subject: subject ?? '',
          text,
          date: at,
          messageId: `<${id}@${host}>`,
          headers: {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            'Auto-Submitted': 'auto-generated'
          }
        })
        return { state: 'sent' }
      } catch (error) {
        const { fault, forGood } = faultOf(error)
        return { state: forGood ? 'failed' : 'later', fault }
      }
    },
    async check() {
      try {
        await transport.verify()
        return undefined
      } catch (error) {
        return faultOf(error).fault
      }
    },
    close: () => transport.close()
  }
}
