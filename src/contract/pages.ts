/** The citizen's addresses, known to the app's router and to the server (which answers everything else with a real 404). */
import type { Answer, AnswerList } from './answers.ts'
import type { Home } from './home.ts'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** Page paths, Chinese; the English page stands under `/en` + path. `rendered` pages come from the server with their data. */
export const pages = {
  home: { path: '/', rendered: true },
  writeLetter: { path: '/letters/new', rendered: false },
  findLetter: { path: '/letters/find', rendered: false },
  receipt: { path: '/letters/:number/receipt', rendered: false },
  letter: { path: '/letters/:number', rendered: false },
  answers: { path: '/answers', rendered: true },
  answer: { path: '/answers/:id', rendered: true },
  me: { path: '/me', rendered: false },
  privacy: { path: '/privacy', rendered: false }
} as const satisfies Record<string, { path: string; rendered: boolean }>
export type PageName = keyof typeof pages

/** What a rendered page carries in `<script type="application/json" id="page-data">`. */
export interface PageData {
  readonly home?: Home
  readonly answers?: AnswerList
  readonly answer?: Answer
}

export interface RenderedPage {
  readonly status: number
  readonly title: string
  readonly description: string
  /** the app's markup, to be put into `#app` */
  readonly html: string
}

/** Built by Vite from the citizen's own components (`src/citizen/render.ts`) and loaded by `app.ts`. */
export interface Renderer {
  render(path: string, language: Language, data: PageData): Promise<RenderedPage>
}
