/** The citizen's addresses, known to the app's router and to the server (which answers everything else with a real 404). */
import type { Answer, AnswerList, AnswerQuery } from './answers.ts'
import type {
  Article,
  ArticleList,
  ArticleQuery,
  Catalogue,
  CatalogueQuery,
  Column,
  ColumnTree,
  EarlierVersion
} from './articles.ts'
import type { Board, BoardItem, BoardQuery, HandlingFigures } from './board.ts'
import type { Glossary, Term } from './glossary.ts'
import type { Home } from './home.ts'
import type { LetterKind } from './letters.ts'
import type { OpenDay, OpenDayList } from './open-days.ts'
import type { RatingMonth } from './rating-reviews.ts'
import type { ReadingPlaceList } from './reading-places.ts'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** Page paths, Chinese; the English page stands under `/en` + path. `rendered` pages come from the server with their data. */
export const pages = {
  home: { path: '/', rendered: true },
  writeLetter: { path: '/letters/new', rendered: true },
  findLetter: { path: '/letters/find', rendered: false },
  receipt: { path: '/letters/:number/receipt', rendered: false },
  letter: { path: '/letters/:number', rendered: false },
  ownData: { path: '/letters/:number/own-data', rendered: false },
  board: { path: '/board', rendered: true },
  boardItem: { path: '/board/:id', rendered: true },
  figures: { path: '/figures', rendered: true },
  answers: { path: '/answers', rendered: true },
  answer: { path: '/answers/:id', rendered: true },
  reading: { path: '/columns', rendered: true },
  column: { path: '/columns/:slug', rendered: true },
  article: { path: '/articles/:id', rendered: true },
  earlier: { path: '/articles/:id/versions/:version', rendered: true },
  catalogue: { path: '/catalogue', rendered: true },
  search: { path: '/search', rendered: true },
  glossary: { path: '/glossary', rendered: true },
  term: { path: '/glossary/:slug', rendered: true },
  openDays: { path: '/open-days', rendered: true },
  openDay: { path: '/open-days/:id', rendered: true },
  bookSlot: { path: '/open-days/:id/slots/:slot/book', rendered: false },
  booking: { path: '/bookings/:number', rendered: false },
  readingPlaces: { path: '/reading-places', rendered: true },
  library: { path: '/library', rendered: false },
  me: { path: '/me', rendered: false },
  privacy: { path: '/privacy', rendered: false }
} as const satisfies Record<string, { path: string; rendered: boolean }>
export type PageName = keyof typeof pages

/** What a rendered page carries in `<script type="application/json" id="page-data">`. */
export interface PageData {
  readonly home?: Home
  /** what kind of letter, and how long an answer takes */
  readonly writeLetter?: { readonly kind: LetterKind; readonly services: Home['services'] }
  readonly board?: { readonly query: BoardQuery; readonly found: Board }
  readonly boardItem?: BoardItem
  readonly figures?: { readonly handling: HandlingFigures; readonly ratings: readonly RatingMonth[] }
  readonly answers?: { readonly query: AnswerQuery; readonly found: AnswerList }
  readonly answer?: Answer
  readonly reading?: ColumnTree & { readonly latest: ArticleList }
  readonly column?: { readonly column: Column; readonly below: readonly Column[]; readonly list: ArticleList }
  /** `html` is empty in what the page carries: the text stands in the markup, and need not come twice */
  readonly article?: Article
  readonly earlier?: EarlierVersion
  readonly catalogue?: { readonly query: CatalogueQuery; readonly found: Catalogue }
  readonly search?: { readonly query: ArticleQuery; readonly found: ArticleList | null }
  readonly openDays?: OpenDayList
  /** `left` of a slot is what it was when the page was made: the phone asks anew */
  readonly openDay?: OpenDay
  /** the days from the one on which the page was made */
  readonly readingPlaces?: ReadingPlaceList
  readonly glossary?: Glossary
  /** `beside`: the names of the terms in `see` */
  readonly term?: Term & { readonly beside?: readonly Pick<Term, 'slug' | 'name'>[] }
}

export interface RenderedPage {
  readonly status: number
  readonly title: string
  readonly description: string
  /** the app's markup, to be put into `#app` */
  readonly html: string
  /** the modules that it runs, by which the server knows what else the page will fetch */
  readonly modules?: readonly string[]
}

/** Built by Vite from the citizen's own components (`src/citizen/render.ts`) and loaded by `app.ts`. */
export interface Renderer {
  render(path: string, language: Language, data: PageData): Promise<RenderedPage>
}
