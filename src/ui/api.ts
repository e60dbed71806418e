/** The one way from a screen to the server. A wrong key, body or parameter does not compile. */
import axios, { type AxiosResponse } from 'axios'
import type { ProblemDocument, ProblemSlug } from '#contract/problem.ts'
import type { Bodies, Params, Queries, Replies, RouteName } from '#contract/routes.ts'
import { NoAnswerError, OfflineError, ProblemError } from './failures.ts'

export { NoAnswerError, OfflineError, ProblemError } from './failures.ts'

type Needed<Key extends string, Value> = [Value] extends [undefined]
  ? { [K in Key]?: undefined }
  : { [K in Key]: Value }
type Asked<Key extends string, Value> = [Value] extends [undefined]
  ? { [K in Key]?: undefined }
  : { [K in Key]?: Value }

/** Where the contract says `FileBody`, the screen hands in a Blob. */
type Sent<Body> = [Body] extends [Uint8Array] ? Blob : Body

/** What a route takes: `params` and `body` where the contract has them, `query` where it may be left out. */
export type CallOptions<K extends RouteName> = Needed<'params', Params[K]> &
  Needed<'body', Sent<Bodies[K]>> &
  Asked<'query', Queries[K]> & {
    headers?: Record<string, string>
    signal?: AbortSignal
    /** how much of the body is on its way, 0 to 1 */
    onProgress?: (part: number) => void
  }

type Arguments<K extends RouteName> =
  Record<never, never> extends CallOptions<K> ? [options?: CallOptions<K>] : [options: CallOptions<K>]

const client = axios.create({
  baseURL: '/api',
  timeout: 20_000,
  headers: { accept: 'application/json, application/problem+json' },
  // every status is looked at below; axios must not throw its own errors for them
  validateStatus: () => true
})

/** A file of 20 MB on a slow line takes minutes. */
const fileTimeout = 600_000

const partOf =
  (tell: (part: number) => void) =>
  ({ loaded, total }: { loaded: number; total?: number }): void =>
    tell(total ? loaded / total : 0)

/** How a device proves that it holds a case: the token it made when the draft was begun, or the query code. */
export function holderHeaders(proof: { deviceToken?: string | undefined; code: string }): Record<string, string> {
  return { authorization: proof.deviceToken === undefined ? `Code ${proof.code}` : `Device ${proof.deviceToken}` }
}

/**
 * Calls a route of the contract and returns its reply.
 * @throws OfflineError without a network, before anything is sent
 * @throws NoAnswerError when no readable answer came; the outcome is unknown
 * @throws ProblemError with a slug of the closed list
 */
export async function api<K extends RouteName>(route: K, ...[options]: Arguments<K>): Promise<Replies[K]> {
  return (await call(route, options, 'json')) as Replies[K]
}

/** Routes whose reply is a file. */
export type FileRoute = { [K in RouteName]: Replies[K] extends Uint8Array ? K : never }[RouteName]

/** The same for a route whose reply is a file; its type is the one that the server found. */
export async function apiFile<K extends FileRoute>(route: K, ...[options]: Arguments<K>): Promise<Blob> {
  return (await call(route, options, 'blob')) as Blob
}

async function call(
  route: string,
  options:
    | {
        params?: unknown
        query?: unknown
        body?: unknown
        headers?: Record<string, string>
        signal?: AbortSignal
        onProgress?: (part: number) => void
      }
    | undefined,
  responseType: 'json' | 'blob'
): Promise<unknown> {
  if (typeof navigator !== 'undefined' && !navigator.onLine) throw new OfflineError(route)
  const [method, path] = route.split(' ') as [string, string]
  const params = (options?.params ?? {}) as Record<string, string>
  const url = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const request = {
    method,
    url,
    responseType,
    params: options?.query,
    data: options?.body,
    headers:
      options?.body instanceof Blob
        ? { ...options.headers, 'content-type': 'application/octet-stream' }
        : options?.headers,
    ...(options?.signal === undefined ? {} : { signal: options.signal }),
    ...(options?.body instanceof Blob ? { timeout: fileTimeout } : {}),
    ...(options?.onProgress === undefined ? {} : { onUploadProgress: partOf(options.onProgress) })
  }
  let response: AxiosResponse<unknown>
  try {
    response = await client.request<unknown>(request)
  } catch (cause) {
    throw new NoAnswerError(route, { cause })
  }
  if (response.status >= 200 && response.status < 300) return response.data
  throw (await problemIn(response)) ?? new NoAnswerError(`${route}: ${response.status}`)
}

/** Reads `application/problem+json`; a gateway's own error page is no answer. */
async function problemIn(response: AxiosResponse<unknown>): Promise<ProblemError | undefined> {
  if (!String(response.headers['content-type']).startsWith('application/problem+json')) return undefined
  const { data } = response
  // asked for a file, a problem comes as one
  const document = (data instanceof Blob ? JSON.parse(await data.text()) : data) as ProblemDocument
  const slug = document.type.replace('/problems/', '') as ProblemSlug
  return new ProblemError(slug, {
    instance: document.instance,
    ...(document.errors === undefined ? {} : { errors: document.errors }),
    ...(document.retryAfter === undefined ? {} : { retryAfter: document.retryAfter }),
    ...(document.work === undefined ? {} : { work: document.work })
  })
}
