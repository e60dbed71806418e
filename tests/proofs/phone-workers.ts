/** Makes the service workers of a Chromium as slow as its pages: what a page's own session throttles leaves them out. */
import { once } from 'node:events'
import { slowNetwork } from './phone-visit.ts'

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Target {
  readonly targetId: string
  readonly type: string
}

/** Throttles every service worker that runs now; returns how many. They stay so until the returned session is closed. */
export async function throttleWorkers(port: number): Promise<{ workers: number; close: () => void }> {
  const version = (await (await fetch(`http://127.0.0.1:${port}/json/version`)).json()) as {
    webSocketDebuggerUrl: string
  }
  const socket = new WebSocket(version.webSocketDebuggerUrl)
  await once(socket, 'open')
  let last = 0
  const ask = async <R>(method: string, params: object = {}, sessionId?: string): Promise<R> => {
    const id = (last += 1)
    const answered = new Promise<R>((resolve, reject) => {
      const listen = ({ data }: MessageEvent): void => {
        const answer = JSON.parse(String(data)) as Answer
        if (answer.id !== id) return
        socket.removeEventListener('message', listen)
        if (answer.error) reject(new Error(`${method}: ${answer.error.message}`))
        else resolve(answer.result as R)
      }
      socket.addEventListener('message', listen)
    })
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
    return await answered
  }
  const { targetInfos } = await ask<{ targetInfos: Target[] }>('Target.getTargets')
  const workers = targetInfos.filter(({ type }) => type === 'service_worker')
  for (const { targetId } of workers) {
    const { sessionId } = await ask<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    await ask('Network.enable', {}, sessionId)
    await ask('Network.emulateNetworkConditions', slowNetwork, sessionId)
  }
  return { workers: workers.length, close: () => socket.close() }
}
