/** How the desk calls the server: with the session's token, and with an eye on sessions that ended. */
import type { Replies, RouteName } from '#contract/routes.ts'
import { api, type CallOptions } from '#ui/api.ts'
import { useSession } from './session.ts'
import { isProblem } from './trouble.ts'

/** The routes of the desk. */
type DeskRoute = Extract<RouteName, `${string} /desk/${string}`>

/**
 * Calls a route of the desk. A session that ran out ends here, once for all pages; a token that is no longer good
 * (the request was refused before anything happened) is fetched anew and the call made once more.
 * Throws what `api` throws.
 */
export async function deskCall<K extends DeskRoute>(route: K, options: CallOptions<K>): Promise<Replies[K]> {
  const session = useSession()
  const call = () =>
    api<DeskRoute>(route, {
      ...options,
      headers: { 'x-csrf-token': session.current?.csrfToken ?? '' }
    } as CallOptions<DeskRoute>) as Promise<Replies[K]>
  try {
    return await call()
  } catch (error) {
    if (isProblem(error, 'not-signed-in')) session.end()
    if (isProblem(error, 'account-unfinished')) await session.refresh()
    if (!isProblem(error, 'csrf-token-wrong')) throw error
    await session.refresh()
    return await call()
  }
}
