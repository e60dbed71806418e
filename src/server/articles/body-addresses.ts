/** Where links and pictures of an article may lead. */

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const picture = new RegExp(`^/api/(?:desk/)?articles/(${uuid})/files/(${uuid})$`)

/** The article and the file that a picture's address names, as the editor or readers have it; undefined: it is no such address. */
export function pictureOf(address: string): { readonly articleId: string; readonly fileId: string } | undefined {
  const [, articleId, fileId] = picture.exec(address) ?? []
  return articleId === undefined || fileId === undefined ? undefined : { articleId, fileId }
}

const known = /^(?:https?:\/\/|mailto:|tel:)/i
const longest = 2000

// browsers pass over these within an address, and so must whoever judges it
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u3000\u00a0 ]/gu

/**
 * The address of a link as it may stand in a body; undefined where it is dangerous or hides what it is. An address that
 * leads nowhere ("www.example.cn" without its beginning) is harmless: it stays, so that its author is told of it.
 */
export function linkAddress(written: string): string | undefined {
  const address = written.trim().replace(unseen, '')
  if (address.length > longest || address.includes('\\')) return undefined
  if (known.test(address)) return address
  // what names a scheme before any other mark is one that we don't know; two slashes lead to another host
  return /^[^/?#]*:/.test(address) || address.startsWith('//') ? undefined : address
}

const insideOnly = /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.)/

function hostWorks(host: string): boolean {
  if (host.startsWith('[')) return false
  return host.includes('.') && !host.endsWith('.local') && !host.endsWith('.internal') && !insideOnly.test(host)
}

/** Whether a reader anywhere could follow the address: no half addresses, no addresses of our own network or of the desk. */
export function addressWorks(address: string): boolean {
  if (/^mailto:/i.test(address)) return /^mailto:[^@\s?]+@[^@\s?]+\.[^@\s?.]+(?:\?.*)?$/i.test(address)
  if (/^tel:/i.test(address)) return /^tel:\+?[\d-]{3,20}$/i.test(address)
  if (known.test(address)) {
    if (!URL.canParse(address)) return false
    const { hostname, username, password } = new URL(address)
    return username === '' && password === '' && hostWorks(hostname)
  }
  return address.startsWith('/') && !/^\/(?:api\/)?desk(?:[/?#]|$)/.test(address)
}

/** Whether a link leaves this site. */
export const leavesSite = (address: string): boolean => /^https?:/i.test(address)
