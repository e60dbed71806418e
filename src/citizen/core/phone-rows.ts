/** The rows that this phone keeps. Rows of earlier versions lack what came later: see `drafts.ts`. */
import type { Article, ArticleLine, Column } from '#contract/articles.ts'
import type { KeptBoard } from '#contract/board.ts'
import type { Glossary } from '#contract/glossary.ts'
import type {
  Letter,
  LetterDraft,
  LetterKind,
  LetterReceipt,
  LetterState,
  LetterTopic,
  MessageDraft,
  ratingReasons
} from '#contract/letters.ts'
import type { Booking, BookingDraft, OpenDay, OpenDayList, Party } from '#contract/open-days.ts'
import type { FieldError, ProblemSlug } from '#contract/problem.ts'
import type { ReadingPlaceList } from '#contract/reading-places.ts'

/** A file as it is named in a draft. `type` is what the browser said; the server looks at the content. */
export interface FileFacts {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
}

/** The bytes of a file, until the server has them. Not a Blob: some browsers can't keep one. */
export interface KeptFile extends FileFacts {
  readonly letterId: string
  readonly bytes: ArrayBuffer
}

/** A letter being written. Ids and code are made when it is begun, and go with it until it is sent. */
export interface Draft {
  readonly id: string
  readonly code: string
  readonly deviceToken: string
  readonly kind: LetterKind
  topic?: LetterTopic
  /** the page of this site that a fault stands on */
  page?: string
  title: string
  text: string
  files: FileFacts[]
  name: string
  phone: string
  email: string
  publishConsent: boolean
  savedAt: string
  /** what the server refused when it was sent */
  problem?: ProblemSlug
  errors?: FieldError[]
}

/** A message to a case, being written. */
export interface MessageText {
  readonly number: string
  kind: MessageDraft['kind']
  text: string
  savedAt: string
  /** what the server refused when it was sent */
  problem?: ProblemSlug
}

/** What a booking is for, as it is told while there is no answer yet. */
export interface BookingAim {
  readonly openDayId: string
  /** the name of the open day */
  readonly title: string
  readonly slotTitle: string
  readonly startsAt: string
}

/** A booking being written. Ids and code are made when it is begun, and go with it until it is sent. */
export interface BookingText {
  readonly id: string
  readonly code: string
  readonly deviceToken: string
  readonly slotId: string
  readonly aim: BookingAim
  kind: Party['kind']
  people: number
  minors: number
  needs: Party['needs']
  groupName: string
  phone: string
  email: string
  invite: string
  waitlist: boolean
  savedAt: string
  /** what the server refused when it was sent */
  problem?: ProblemSlug
  errors?: FieldError[]
}

/** How a device shows that it may open a case. `deviceToken` is there when the letter was sent from here. */
export interface Proof {
  readonly code: string
  readonly deviceToken?: string
}

export type WaitReason = 'offline' | 'no-answer' | ProblemSlug

/** What is on its way. `frozen` from the moment its first byte may have left, until the outcome is known. */
interface Waiting {
  readonly id: string
  readonly heldAt: string
  frozen: boolean
  tries: number
  /** not before this instant (ms since the epoch) */
  notBefore: number
  /** some tab is sending it until this instant at the latest (ms since the epoch) */
  sendingUntil?: number
  lastFailure?: WaitReason
}

export interface LetterItem extends Waiting {
  readonly route: 'POST /letters'
  readonly body: LetterDraft
}

export interface MessageItem extends Waiting {
  readonly route: 'POST /letters/:number/messages'
  readonly params: { readonly number: string }
  readonly proof: Proof
  readonly body: MessageDraft
}

export interface BookingItem extends Waiting {
  readonly route: 'POST /slots/:id/bookings'
  /** the slot */
  readonly params: { readonly id: string }
  readonly aim: BookingAim
  readonly body: BookingDraft
}

export type OutboxItem = LetterItem | MessageItem | BookingItem

/** A file of a letter that has arrived, on its way in pieces. `sent` is what the phone knows; the server knows better. */
export interface Upload {
  readonly id: string
  readonly letterId: string
  readonly number: string
  readonly deviceToken: string
  readonly name: string
  readonly size: number
  sent: number
  /** `received` until it was seen once; `refused`: time can't cure it; `lost`: its bytes are no longer on this phone */
  state: 'waiting' | 'sending' | 'received' | 'refused' | 'lost'
  tries: number
  notBefore: number
  lastFailure?: WaitReason
}

/** A rating being filled in; it belongs to one answer. */
export interface RatingText {
  readonly reply: string
  readonly grade: number | undefined
  readonly reasons: (typeof ratingReasons)[number][]
  readonly comment: string
}

/** A case that this phone can open. */
export interface KeptCase extends Proof {
  readonly number: string
  readonly receipt: LetterReceipt
  state: LetterState
  /** the last copy that was read, for reading without a network */
  letter?: Letter
  /** up to which instant its holder has seen what happened; left out in rows of earlier versions */
  seenAt?: string
  rating?: RatingText
  keptAt: string
}

/** A booking that this phone can open, ticket and all: the copy is shown at the door without a network. */
export interface KeptBooking extends Proof {
  readonly number: string
  readonly booking: Booking
  /** up to which instant its holder has seen what happened */
  readonly seenAt: string
  readonly keptAt: string
}

/** Who sends now, where the browser has no locks. */
export interface Lease {
  readonly name: string
  readonly holder: string
  /** ms since the epoch */
  readonly until: number
}

/** A published article as lists show it. `version` counts what was published of it. */
export interface KeptLine extends ArticleLine {
  readonly version: number
}

/** An article whole. Apart from its line: a list of thousands never reads a body. */
export interface KeptText {
  readonly id: string
  readonly article: Article
  /** when this phone heard last that it stands so */
  readonly keptAt: string
}

/** The words of an article without its markup, for looking through all of them. */
export interface KeptPlain {
  readonly id: string
  readonly title: string
  /** summary, keywords, numbers, office, column */
  readonly head: string
  readonly body: string
}

/** What the library knows about itself. */
export type LibraryRow =
  | {
      readonly name: 'mark'
      /** passed as `since` the next time */
      readonly next: string
      /** everything that was public at `at` is here */
      readonly whole: boolean
      readonly at: string
      /** the server had another library than before: what is saved and does not come again goes at the end */
      readonly sweep?: true
    }
  | { readonly name: 'columns'; readonly columns: readonly Column[] }
  | { readonly name: 'glossary'; readonly glossary: Glossary; readonly at: string }
  | {
      readonly name: 'board'
      readonly revision: string
      readonly board: NonNullable<KeptBoard['board']>
      readonly at: string
    }
  /** the calendar of the open days, those of them that come, and those that were read here, the newest first */
  | {
      readonly name: 'openDays'
      /** of what the library brought, where it did */
      readonly revision?: string
      readonly list: OpenDayList | null
      readonly days: readonly OpenDay[]
      readonly at: string
    }
  | { readonly name: 'readingPlaces'; readonly list: ReadingPlaceList; readonly at: string }
  /** nothing is brought by itself: the reader cleared the library, or the phone was full */
  | { readonly name: 'rest'; readonly why: 'cleared' | 'full' }

/** An article that the reader wants to find again. */
export interface SavedMark {
  readonly id: string
  readonly savedAt: string
  /** the version that was read last */
  readonly seen: number
}
