/** Taking things out of the library: one article, or all of it. */
import { dropPictures } from './library-pictures.ts'
import { libraryStores, phone, writeLibrary } from './phone.ts'
import { pictureCache } from './picture-cache.ts'

/** Forgets an article at once, saved or not: the server has said that it is not public. */
export async function forgetArticle(id: string): Promise<void> {
  const db = await phone()
  if ((await db.getKey('texts', id)) !== undefined || (await db.getKey('saved', id)) !== undefined)
    await writeLibrary(['articles', 'texts', 'plain', 'saved'], (transaction) =>
      Promise.all(
        (['articles', 'texts', 'plain', 'saved'] as const).map((store) => transaction.objectStore(store).delete(id))
      )
    )
  await dropPictures([id])
}

/** Clears the library, what is saved included. It is brought again when the reader asks for it. */
export async function dropLibrary(): Promise<void> {
  await writeLibrary([...libraryStores], (transaction) =>
    Promise.all([
      ...libraryStores.map((store) => transaction.objectStore(store).clear()),
      transaction.objectStore('library').put({ name: 'rest', why: 'cleared' })
    ])
  )
  if ('caches' in globalThis) await caches.delete(pictureCache)
}
