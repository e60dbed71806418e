/** Open days as this phone keeps them, for when there is no network: the calendar, those that come, and those that were read here. */
import type { KeptOpenDays, OpenDay, OpenDayList } from '#contract/open-days.ts'
import { type LibraryRow, phone, writeLibrary } from './phone.ts'

/** The newest that were read beside those that come; more than that nobody looks up without a network. */
const mostRead = 12

type Row = Extract<LibraryRow, { readonly name: 'openDays' }>

async function row(): Promise<Row | undefined> {
  return (await (await phone()).get('library', 'openDays')) as Row | undefined
}

/** With the instant at which it was last known to be so. */
export async function keptOpenDays(): Promise<{ list: OpenDayList; keptAt: string } | undefined> {
  const kept = await row()
  return kept?.list ? { list: kept.list, keptAt: kept.at } : undefined
}

/** One that is kept; what an earlier version kept of it has no pictures. */
export async function keptOpenDay(id: string): Promise<OpenDay | undefined> {
  const day = (await row())?.days.find((one) => one.id === id)
  if (day === undefined || day.after === null) return day
  const after: Omit<typeof day.after, 'pictures'> & Partial<Pick<typeof day.after, 'pictures'>> = day.after
  return { ...day, after: { ...after, pictures: after.pictures ?? [] } }
}

/** Those that come stay whatever is read beside them. */
function daysWith(read: readonly OpenDay[], kept: readonly OpenDay[], list: OpenDayList | null): OpenDay[] {
  const others = kept.filter(({ id }) => read.every((one) => one.id !== id))
  const comes = new Set(list?.upcoming.map(({ id }) => id))
  const days = [...read, ...others]
  return [...days.filter(({ id }) => comes.has(id)), ...days.filter(({ id }) => !comes.has(id)).slice(0, mostRead)]
}

/**
 * Keeps what was read just now. Nothing of the citizen's own: where there is no room, it is not kept. It may be older than
 * what the library brought (a page stood for a while), so that the library asks for all of it next time.
 */
export async function keepOpenDays(read: { list?: OpenDayList; day?: OpenDay }): Promise<void> {
  await writeLibrary(['library'], async (transaction) => {
    const store = transaction.objectStore('library')
    const kept = (await store.get('openDays')) as Row | undefined
    const { list = kept?.list ?? null, day } = read
    const days = daysWith(day === undefined ? [] : [day], kept?.days ?? [], list)
    const at = read.list === undefined ? (kept?.at ?? new Date().toISOString()) : new Date().toISOString()
    await store.put({ name: 'openDays', list, days, at })
  })
}

/** What the library knows of them, to be asked whether it is so still. */
export async function openDaysRevision(): Promise<string | undefined> {
  return (await row())?.revision
}

/** Keeps what the library brought; null: all is as it was, and known to be so now. */
export async function keepBroughtOpenDays({ revision, openDays }: KeptOpenDays): Promise<void> {
  const at = new Date().toISOString()
  await writeLibrary(['library'], async (transaction) => {
    const store = transaction.objectStore('library')
    const kept = (await store.get('openDays')) as Row | undefined
    const list = openDays?.list ?? kept?.list ?? null
    const days = openDays === null ? (kept?.days ?? []) : daysWith(openDays.days, kept?.days ?? [], openDays.list)
    await store.put({ name: 'openDays', revision, list, days, at })
  })
}
