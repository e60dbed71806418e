/** Open days as this phone keeps them, for when there is no network: the calendar, and those that were read here. */
import type { OpenDay, OpenDayList } from '#contract/open-days.ts'
import { type LibraryRow, phone, writeLibrary } from '../core/phone.ts'

/** The newest that were read; more than that nobody looks up without a network. */
const mostDays = 12

type Row = Extract<LibraryRow, { readonly name: 'openDays' }>

async function row(): Promise<Row | undefined> {
  return (await (await phone()).get('library', 'openDays')) as Row | undefined
}

/** With the instant at which it was last known to be so. */
export async function keptOpenDays(): Promise<{ list: OpenDayList; keptAt: string } | undefined> {
  const kept = await row()
  return kept?.list ? { list: kept.list, keptAt: kept.at } : undefined
}

export async function keptOpenDay(id: string): Promise<OpenDay | undefined> {
  return (await row())?.days.find((day) => day.id === id)
}

/** Keeps what was read just now. Nothing of the citizen's own: where there is no room, it is not kept. */
export async function keepOpenDays(read: { list?: OpenDayList; day?: OpenDay }): Promise<void> {
  await writeLibrary(['library'], async (transaction) => {
    const store = transaction.objectStore('library')
    const kept = (await store.get('openDays')) as Row | undefined
    const { list = kept?.list ?? null, day } = read
    const others = (kept?.days ?? []).filter(({ id }) => id !== day?.id)
    const days = day === undefined ? others : [day, ...others].slice(0, mostDays)
    const at = read.list === undefined ? (kept?.at ?? new Date().toISOString()) : new Date().toISOString()
    await store.put({ name: 'openDays', list, days, at })
  })
}
