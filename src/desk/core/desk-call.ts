/** How the desk calls the server: with the session's token, and with an eye on sessions that ended. */
import type { Replies, RouteName } from '#contract/routes.ts'
import { api, apiFile, type CallOptions, type FileRoute } from '#ui/api.ts'
import { useSession } from './session.ts'
import { isProblem } from './trouble.ts'

/** The routes of the desk. */
type DeskRoute = Extract<RouteName, `${string} /desk/${string}`>
type DeskFileRoute = Extract<FileRoute, DeskRoute>

/**
 * Makes a call. A session that ran out ends here, once for all pages; a token that is no longer good
 * (the request was refused before anything happened) is fetched anew and the call made once more.
 */
async function withSession<Reply>(call: (headers: Record<string, string>) => Promise<Reply>): Promise<Reply> {
  const session = useSession()
  const headers = () => ({ 'x-csrf-token': session.current?.csrfToken ?? '' })
  try {
    return await call(headers())
  } catch (error) {
    if (isProblem(error, 'not-signed-in')) session.end()
    if (isProblem(error, 'account-unfinished')) await session.refresh()
    if (!isProblem(error, 'csrf-token-wrong')) throw error
    await session.refresh()
    return await call(headers())
  }
}

/** Calls a route of the desk. Throws what `api` throws. */
export async function deskCall<K extends DeskRoute>(route: K, options: CallOptions<K>): Promise<Replies[K]> {
  return await withSession(
    (headers) => api<DeskRoute>(route, { ...options, headers } as CallOptions<DeskRoute>) as Promise<Replies[K]>
  )
}

/** Fetches a file of the desk. Throws what `api` throws. */
export async function deskFile<K extends DeskFileRoute>(route: K, options: CallOptions<K>): Promise<Blob> {
  return await withSession((headers) =>
    apiFile<DeskFileRoute>(route, { ...options, headers } as CallOptions<DeskFileRoute>)
  )
}
