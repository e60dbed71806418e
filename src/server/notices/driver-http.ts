/** Text messages by a gateway that takes JSON over HTTP. */
import { createHmac } from 'node:crypto'
import type { Driver, Outcome } from './drivers.ts'

const patience = 10_000

/** What a gateway that is asked too much or is not well answers with: it may take the message the next time. */
const passing = (status: number): boolean => status >= 500 || [401, 403, 408, 425, 429].includes(status)

const faultOf = (error: unknown): string => {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } }
  return typeof cause?.code === 'string' ? cause.code.slice(0, 40) : (name ?? 'unknown').slice(0, 40)
}

/**
 * Posts `{id, to, text}`. `x-signature` is `sha256=` and the hex HMAC-SHA-256 of `<x-timestamp>.<body>` under the secret
 * that both know; `idempotency-key` is the id. 2xx takes the message on.
 */
export function gateway({ url, secret }: { readonly url: string; readonly secret: Buffer }): Driver {
  return {
    async send({ id, to, text, at }): Promise<Outcome> {
      const body = JSON.stringify({ id, to, text })
      const timestamp = String(Math.floor(at.getTime() / 1000))
      const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': id,
            'x-timestamp': timestamp,
            'x-signature': `sha256=${signature}`
          },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(patience)
        })
        await answer.body?.cancel()
        if (answer.ok) return { state: 'sent' }
        return { state: passing(answer.status) ? 'later' : 'failed', fault: String(answer.status) }
      } catch (error) {
        return { state: 'later', fault: faultOf(error) }
      }
    },
    // any answer at all: to look whether it would take a message, one would have to be sent
    async check() {
      try {
        const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patience) })
        await answer.body?.cancel()
        return undefined
      } catch (error) {
        return faultOf(error)
      }
    },
    close: () => undefined
  }
}
