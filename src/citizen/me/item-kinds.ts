/** What the outbox shows of an item: a row a kind. */
import type { RouteLocationRaw } from 'vue-router'
import type { PageName } from '#contract/pages.ts'
import type { FileFacts, OutboxItem } from '../core/phone-rows.ts'
import type { MeWords } from './words.zh.ts'

type To = (page: PageName, params?: Readonly<Record<string, string>>) => string

interface ItemKind<Item extends OutboxItem> {
  readonly title: (item: Item, words: MeWords) => string
  /** files that it names */
  readonly files: (item: Item) => readonly Omit<FileFacts, 'type'>[]
  /** where it is written, once it was taken back */
  readonly writtenAt: (item: Item, to: To) => RouteLocationRaw
  /** what is said when it has arrived */
  readonly sent: keyof MeWords['sent']
}

const kinds: { readonly [R in OutboxItem['route']]: ItemKind<Extract<OutboxItem, { route: R }>> } = {
  'POST /letters': {
    title: ({ body }) => body.title,
    files: ({ body }) => body.attachments ?? [],
    writtenAt: ({ id }, to) => ({ path: to('writeLetter'), query: { draft: id } }),
    sent: 'letter'
  },
  'POST /letters/:number/messages': {
    title: ({ body, params }, words) => words.messageTo[body.kind](params.number),
    files: () => [],
    writtenAt: ({ params }, to) => to('letter', params),
    sent: 'letter'
  },
  'POST /slots/:id/bookings': {
    title: ({ aim }, words) => words.bookingOf(aim.title),
    files: () => [],
    writtenAt: ({ aim, params }, to) => to('bookSlot', { id: aim.openDayId, slot: params.id }),
    sent: 'booking'
  }
}

/** The kind of an item. That row and item have the same route is what the table's type says, and what TypeScript forgets. */
export function kindOf<Item extends OutboxItem>(item: Item): ItemKind<Item> {
  return kinds[item.route] as unknown as ItemKind<Item>
}
