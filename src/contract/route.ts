/** How a route is written down once, for both sides. See `letters.ts` for a full example. */
import type { Static, TObject, TSchema } from 'typebox'
import type { Permission } from './people.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call:
 * `anyone` needs nothing; `holder` shows a number's query code or the device token of the sending phone;
 * `staff` is anybody signed in at the desk; `staff:<permission>` needs that permission, within its scope.
 */
export type Who = 'anyone' | 'holder' | 'staff' | `staff:${Permission}`

export interface RouteShape {
  readonly who: Who
  readonly summary: string
  readonly params?: TSchema
  readonly query?: TSchema
  /** `FileBody`: the bytes themselves, sent as application/octet-stream */
  readonly body?: TSchema
  /** the largest body in bytes, where it may be more than 64 KiB */
  readonly bodyLimit?: number
  /** milliseconds until the answer must be out, where that may be more than 25 s */
  readonly timeout?: number
  /** exactly one status: what the caller gets when all went well */
  readonly reply: Readonly<Record<number, TSchema>>
}

type PathParam<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParam<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never

type WithParams<K> = K extends `${Method} ${infer P}`
  ? [PathParam<P>] extends [never]
    ? RouteShape
    : RouteShape & { readonly params: TObject<Record<PathParam<P>, TSchema>> }
  : never

/**
 * Joins a capability's routes, each under `METHOD /path` without the `/api` prefix. A route without `who`, or with a
 * path parameter that has no schema, does not compile.
 */
export const defineRoutes = <const R extends Record<string, RouteShape>>(
  routes: R & { readonly [K in keyof R]: WithParams<K> }
): R => routes

export type ParamsOf<R> = R extends { params: infer S extends TSchema } ? Static<S> : undefined
export type QueryOf<R> = R extends { query: infer S extends TSchema } ? Static<S> : undefined
export type BodyOf<R> = R extends { body: infer S extends TSchema } ? Static<S> : undefined
export type ReplyOf<R> = R extends { reply: Readonly<Record<number, infer S>> }
  ? S extends TSchema
    ? Static<S>
    : never
  : never
