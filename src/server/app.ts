/** Makes the server: the only place where Fastify is made and where capabilities meet. */
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { uuidv7 } from 'uuidv7'
import { registerDeskArticleRoutes } from './articles/desk-routes.ts'
import { everydayWords } from './articles/everyday-words.ts'
import { registerFeeds } from './articles/feeds.ts'
import { latestArticles } from './articles/home.ts'
import { articlePages } from './articles/pages.ts'
import { registerArticleRoutes } from './articles/routes.ts'
import { watchSchedule } from './articles/schedule.ts'
import { registerAuditRoutes } from './audit/routes.ts'
import { registerCalendarRoutes } from './calendar/routes.ts'
import { clock } from './core/clock.ts'
import type { Config } from './core/config.ts'
import type { Context } from './core/context.ts'
import type { Db } from './core/db.ts'
import { registerDocuments } from './core/documents.ts'
import { filesFolder, filesIn } from './core/files.ts'
import { purposeKey } from './core/keys.ts'
import { lateCompile } from './core/late-compile.ts'
import { logging } from './core/logging.ts'
import { registerMetrics } from './core/metrics.ts'
import { contentPolicy } from './core/page-document.ts'
import type { Site } from './core/page-head.ts'
import { registerPages, type PageSource } from './core/pages.ts'
import { answerBrokenRequest, asProblem, handleProblems, problem, sendProblem } from './core/problems.ts'
import { answerReadyPages } from './core/ready-pages.ts'
import { listenToRevisions } from './core/revisions.ts'
import { createSealer } from './core/sealed.ts'
import { registerSessions } from './core/sessions.ts'
import { registerStatic } from './core/static.ts'
import { glossaryPages } from './glossary/pages.ts'
import { registerGlossaryRoutes } from './glossary/routes.ts'
import { terms } from './glossary/terms.ts'
import { registerHomeRoutes } from './home/routes.ts'
import { readHome, type HomeProvider } from './home/store.ts'
import { askedWords } from './letters/asked-words.ts'
import { answerPages, registerAnswerRoutes } from './letters/answer-routes.ts'
import { boardPages, registerBoardRoutes } from './letters/board-routes.ts'
import { contactOf } from './letters/contact.ts'
import { openAsHolder } from './letters/holder.ts'
import { answeredLetters, letterServices } from './letters/home.ts'
import { countRunningInto, recountDueDates } from './letters/due-dates.ts'
import { registerKnowledgeRoutes } from './letters/knowledge-routes.ts'
import { registerChannelRoutes } from './letters/channel-routes.ts'
import { registerDeskLetterRoutes } from './letters/desk-routes.ts'
import { registerTogetherRoutes } from './letters/together-routes.ts'
import { registerQueueRoutes } from './letters/queue-routes.ts'
import { registerAttachmentRoutes } from './letters/attachment-routes.ts'
import { registerRatingReviewRoutes } from './letters/rating-review-routes.ts'
import { recountReviews } from './letters/rating-reviews.ts'
import { registerUploads } from './letters/uploads.ts'
import { registerOwnDataRoutes } from './letters/own-data-routes.ts'
import { letterPages, registerLetterRoutes } from './letters/routes.ts'
import { tellOfBookings } from './notices/choices.ts'
import { registerNoticeRoutes } from './notices/routes.ts'
import { registerOpenDayPictureRoutes } from './open-days/picture-routes.ts'
import { contactOfBooking, openBooking } from './open-days/holder.ts'
import { openDayPages, registerDeskOpenDayRoutes, registerOpenDayRoutes } from './open-days/routes.ts'
import { watchWaitlists } from './open-days/watch.ts'
import { registerPeopleRoutes } from './people/routes.ts'
import { pressOf } from './press.ts'
import { readingPlacePages, registerReadingPlaceRoutes } from './reading-places/routes.ts'

/** Everything a server needs besides its settings. `source` undefined: the API alone, as the tests of the API want it. */
export interface Parts {
  readonly db: Db
  readonly pool: Pool
  readonly source?: PageSource
}

export function contextOf(config: Config, db: Db): Context {
  return {
    config,
    db,
    sealer: createSealer(config.sealKeys, purposeKey(config.secret, 'blind-index')),
    files: filesIn(filesFolder(config.dataDir))
  }
}

/** Builds the server; it listens to nothing yet. */
export async function buildApp(config: Config, { db, pool, source }: Parts): Promise<FastifyInstance> {
  const context = contextOf(config, db)
  const app = Fastify({
    ...logging(config),
    genReqId: () => uuidv7(),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    handlerTimeout: 25_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 80 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
    schemaController: { compilersFactory: lateCompile },
    exposeHeadRoutes: true,
    frameworkErrors: (error, request, reply) => {
      // an address that can't be read, or a parameter longer than any there is
      void sendProblem(error.statusCode === 414 ? problem('not-found') : asProblem(error), request, reply)
    },
    clientErrorHandler: answerBrokenRequest
  })
  handleProblems(app)
  const ready = answerReadyPages(app)
  // an expectation that nobody knows is passed over, as RFC 9110 (10.1.1) allows: Node would answer with a bare 417
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  const policy = contentPolicy()
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'x-request-id': request.id, 'content-security-policy': policy })
    done()
  })
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: config.mode === 'production',
    referrerPolicy: { policy: 'same-origin' }
  })
  await app.register(compress, {
    globalCompression: true,
    threshold: 1024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 4 } }
  })
  // a sample without a measurement counts as endless: it must be as long as the delay that is too long
  await app.register(underPressure, { maxEventLoopDelay: 5000, sampleInterval: 5000, retryAfter: 5 })
  registerMetrics(app, config, pool)
  await registerDocuments(app)
  await registerSessions(app, context)

  const provider: HomeProvider = {
    services: async (day) => await letterServices(db, day),
    answered: async (year) => await answeredLetters(db, year),
    latest: async () => await latestArticles(db)
  }
  registerHomeRoutes(app, context, provider)
  registerLetterRoutes(app, context)
  registerQueueRoutes(app, context)
  registerOwnDataRoutes(app, context)
  registerDeskLetterRoutes(app, context)
  registerTogetherRoutes(app, context)
  registerChannelRoutes(app, context)
  registerAttachmentRoutes(app, context)
  await registerUploads(app, context)
  const termNames = terms.map(({ name, aliases }) => [name, ...aliases])
  const synonyms = [...termNames, ...everydayWords]
  registerAnswerRoutes(app, context, [...synonyms, ...askedWords])
  registerKnowledgeRoutes(app, context)
  registerBoardRoutes(app, context)
  registerRatingReviewRoutes(app, context)
  registerArticleRoutes(app, context, synonyms)
  registerDeskArticleRoutes(app, context)
  registerGlossaryRoutes(app, context)
  registerCalendarRoutes(app, context, {
    runningInto: async (year) => await countRunningInto(db, year),
    recount: async () => {
      const moved = await recountDueDates(context)
      return moved + (await recountReviews(context))
    }
  })
  registerNoticeRoutes(app, context, {
    letter: async (number, credential, address) => {
      const letterId = await openAsHolder(db, config, number, credential, address)
      return { of: { letterId }, contact: await contactOf(db, context.sealer, letterId) }
    },
    booking: async (number, credential, address) => {
      const bookingId = await openBooking(context, number, credential, address)
      return { of: { bookingId }, contact: await contactOfBooking(context, bookingId) }
    }
  })
  registerOpenDayRoutes(app, context, tellOfBookings)
  registerDeskOpenDayRoutes(app, context)
  registerOpenDayPictureRoutes(app, context)
  registerReadingPlaceRoutes(app, context)
  registerPeopleRoutes(app, context)
  registerAuditRoutes(app, context)

  app.get('/healthz', { schema: { hide: true } }, async () => ({ alive: true }))
  // the browser deletes the files of its databases, which deleting their rows leaves on the disk, and the pages that it keeps, such as
  // one of a search; another site's page can't send the header
  app.post('/clear-phone', { schema: { hide: true } }, async (request, reply) => {
    if (request.headers['x-clear-phone'] !== 'yes') throw problem('not-found')
    return await reply.header('clear-site-data', '"cache", "storage"').code(204).send()
  })
  app.get('/readyz', { schema: { hide: true } }, async () => {
    await sql`select 1`.execute(db)
    return { ready: true }
  })

  const schedule = watchSchedule(db, pressOf(config), (error) =>
    app.log.error(error, 'an article could not be published')
  )
  let forget: (revision: string | undefined) => void = () => undefined
  const stopListening = listenToRevisions(pool, (name) => {
    forget(name)
    if (name === undefined || name === 'schedule') schedule.changed()
  })
  const waitlists = watchWaitlists(
    db,
    () => forget('open-days'),
    (error) => app.log.error(error, 'a waiting list could not be passed on')
  )
  app.addHook('onClose', async () => {
    await stopListening()
    await schedule.stop()
    await waitlists.stop()
  })

  if (source) {
    const site: Site = { publicUrl: config.publicUrl, name: config.bureau, idCode: config.siteIdCode }
    const pages = registerPages(
      app,
      { source, site, ready },
      {
        home: { data: async () => ({ home: await readHome(context, provider) }), revisions: ['home', 'articles'] },
        ...letterPages(context),
        ...answerPages(context, [...synonyms, ...askedWords]),
        ...boardPages(context),
        ...articlePages(context, synonyms),
        ...openDayPages(context),
        ...readingPlacePages(context),
        ...glossaryPages()
      }
    )
    const feeds = registerFeeds(app, context)
    forget = (name) => {
      pages.forget(name)
      feeds.forget(name)
    }
    // limits, years and what is open change with the day, without a revision
    let day = clock.today()
    const midnight = setInterval(() => {
      if (day === clock.today()) return
      day = clock.today()
      pages.forget(undefined)
    }, 10_000)
    app.addHook('onClose', async () => clearInterval(midnight))
    await registerStatic(app, source.builtFolder)
    app.setNotFoundHandler(async (request, reply) => {
      const page =
        (request.method === 'GET' || request.method === 'HEAD') && /\btext\/html\b/.test(request.headers.accept ?? '')
      const inside = /^\/(api|desk|assets)(\/|$|\?)/.test(request.url) || /\.[a-z0-9]{1,5}(\?|$)/i.test(request.url)
      if (page && !inside) return await pages.notFound(request, reply)
      return sendProblem(problem('not-found'), request, reply)
    })
  } else {
    app.setNotFoundHandler((request, reply) => sendProblem(problem('not-found'), request, reply))
  }
  return app
}
