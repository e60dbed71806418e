/** The reading places as this phone keeps them, for when there is no network. */
import type { ReadingPlaceList } from '#contract/reading-places.ts'
import { type LibraryRow, phone, writeLibrary } from '../core/phone.ts'

type Row = Extract<LibraryRow, { readonly name: 'readingPlaces' }>

/** With the instant at which it was last known to be so. */
export async function keptReadingPlaces(): Promise<Row | undefined> {
  return (await (await phone()).get('library', 'readingPlaces')) as Row | undefined
}

/** Keeps what was read just now. Nothing of the citizen's own: where there is no room, it is not kept. */
export async function keepReadingPlaces(list: ReadingPlaceList): Promise<void> {
  await writeLibrary(['library'], async (transaction) => {
    await transaction.objectStore('library').put({ name: 'readingPlaces', list, at: new Date().toISOString() })
  })
}
