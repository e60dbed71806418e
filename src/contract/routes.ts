/** All routes joined. The screens import the type only (0 bytes); the server registers each of them. */
import { answerRoutes } from './answers.ts'
import { deskArticleRoutes } from './articles-desk.ts'
import { articleRoutes } from './articles.ts'
import { auditRoutes } from './audit.ts'
import { boardRoutes } from './board.ts'
import { calendarRoutes } from './calendar-desk.ts'
import { channelRoutes } from './letters-channels.ts'
import { contributionRoutes } from './letters-contributions.ts'
import { departmentRoutes } from './letters-departments.ts'
import { keepingRoutes } from './keeping.ts'
import { pauseRoutes } from './letters-pauses.ts'
import { ownDataRoutes } from './own-data.ts'
import { glossaryRoutes } from './glossary.ts'
import { homeRoutes } from './home.ts'
import { knowledgeRoutes } from './knowledge.ts'
import { deskLetterRoutes } from './letters-desk.ts'
import { ledgerRoutes } from './letters-ledger.ts'
import { cannedTextRoutes } from './letters-texts.ts'
import { togetherRoutes } from './letters-together.ts'
import { letterQueueRoutes } from './letters-queue.ts'
import { letterRoutes } from './letters.ts'
import { noticeRoutes } from './notices.ts'
import { openDayRoutes } from './open-days.ts'
import { deskOpenDayRoutes } from './open-days-desk.ts'
import { openDayPictureRoutes } from './open-days-pictures.ts'
import { doorRoutes } from './open-days-door.ts'
import { peopleRoutes } from './people.ts'
import { readingPlaceRoutes } from './reading-places.ts'
import { deskReadingPlaceRoutes } from './reading-places-desk.ts'
import { ratingReviewRoutes } from './rating-reviews.ts'
import { sensitiveWordRoutes } from './sensitive-words.ts'
import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from './route.ts'

export const routes = {
  ...homeRoutes,
  ...letterRoutes,
  ...letterQueueRoutes,
  ...deskLetterRoutes,
  ...cannedTextRoutes,
  ...togetherRoutes,
  ...contributionRoutes,
  ...departmentRoutes,
  ...channelRoutes,
  ...pauseRoutes,
  ...ledgerRoutes,
  ...ownDataRoutes,
  ...keepingRoutes,
  ...answerRoutes,
  ...knowledgeRoutes,
  ...boardRoutes,
  ...sensitiveWordRoutes,
  ...ratingReviewRoutes,
  ...openDayRoutes,
  ...deskOpenDayRoutes,
  ...openDayPictureRoutes,
  ...doorRoutes,
  ...readingPlaceRoutes,
  ...deskReadingPlaceRoutes,
  ...articleRoutes,
  ...deskArticleRoutes,
  ...glossaryRoutes,
  ...noticeRoutes,
  ...calendarRoutes,
  ...peopleRoutes,
  ...auditRoutes
}
export type Routes = typeof routes
export type RouteName = keyof Routes

// Worked out once a route. Asking for `ReplyOf<Routes[K]>` with an open K instead would make the compiler try every schema there could be.
export type Params = { readonly [K in RouteName]: ParamsOf<Routes[K]> }
export type Queries = { readonly [K in RouteName]: QueryOf<Routes[K]> }
export type Bodies = { readonly [K in RouteName]: BodyOf<Routes[K]> }
export type Replies = { readonly [K in RouteName]: ReplyOf<Routes[K]> }
