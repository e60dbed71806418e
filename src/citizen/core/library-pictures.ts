/** The pictures of saved articles, in Cache Storage, where the service worker finds them when there is no network. */
import type { Article } from '#contract/articles.ts'
import { phone } from './phone.ts'
import { pictureCache } from './picture-cache.ts'

/** Addresses of the pictures of an article, as they stand in its markup. */
function picturesIn({ id, html }: Article): string[] {
  const found = html.matchAll(new RegExp(`\\ssrc="(/api/articles/${id}/files/[0-9a-f-]{36})"`, 'g'))
  return [...new Set([...found].map(([, address = '']) => address))]
}

/** The article that an address belongs to. */
const articleOf = (address: string): string | undefined =>
  /\/articles\/([0-9a-f-]{36})(?:\/|$)/.exec(new URL(address, location.origin).pathname)?.[1]

/** Brings what is missing of the pictures and drops what the article no longer shows. What can't be had now is tried again later. */
export async function keepPictures(article: Article): Promise<void> {
  // only pages that came over https (or from this machine) have the store
  if (!('caches' in globalThis)) return
  const cache = await caches.open(pictureCache)
  const wanted = picturesIn(article)
  for (const { url } of await cache.keys())
    if (articleOf(url) === article.id && !wanted.includes(new URL(url).pathname)) await cache.delete(url)
  for (const address of wanted) {
    if ((await cache.match(address)) !== undefined) continue
    const response = await fetch(address).catch(() => undefined)
    // full, or a picture that can't be had: the text is kept all the same
    if (response?.ok === true) await cache.put(address, response).catch(() => undefined)
  }
}

/** Takes everything of some articles out of every cache of this app. */
export async function dropPictures(ids: readonly string[]): Promise<void> {
  if (!('caches' in globalThis) || ids.length === 0) return
  const gone = new Set(ids)
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      const id = articleOf(request.url)
      if (id !== undefined && gone.has(id)) await cache.delete(request)
    }
  }
}

/** Pictures of what is saved, and of nothing else: an update that was broken off may have left others. */
export async function tidyPictures(): Promise<void> {
  if (!('caches' in globalThis) || !(await caches.has(pictureCache))) return
  const db = await phone()
  const saved = new Set(await db.getAllKeys('saved'))
  const cache = await caches.open(pictureCache)
  for (const request of await cache.keys()) if (!saved.has(articleOf(request.url) ?? '')) await cache.delete(request)
  for (const id of saved) {
    const text = await db.get('texts', id)
    if (text !== undefined) await keepPictures(text.article)
  }
}

/** How much room the pictures take, in bytes. */
export async function pictureBytes(): Promise<number> {
  if (!('caches' in globalThis) || !(await caches.has(pictureCache))) return 0
  let bytes = 0
  for (const kept of await (await caches.open(pictureCache)).matchAll()) bytes += (await kept.blob()).size
  return bytes
}
