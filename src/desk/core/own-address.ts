/** Where a person was before signing in. Only addresses of the desk itself are followed, so that no link can lead out. */
export function ownAddress(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/'
}
