/**
 * secret:planted. A word that stands nowhere else is written into everything private that the program takes, and then looked
 * for in everything that somebody without the right can see: pages, lists, the search, refusals, logs, figures, the audit
 * record, jobs, other offices and other senders, other phones, the rows and the files on the disk, the archive without its
 * passphrase. Nothing may be found. That the search is not blind is shown with each: what is public, or belongs to the
 * reader, must be found. A field or column that is neither filled nor listed by hand is a failure too.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ask } from './caller.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { articlePlaces } from './secret-article-places.ts'
import { plantArticles } from './secret-articles.ts'
import { callerOf, type Caller } from './secret-caller.ts'
import { holesIn, textsOf, type Document } from './secret-fields.ts'
import { openDayPlaces, plantOpenDays } from './secret-open-days.ts'
import { plantReadingPlaces, readingPlacePlaces } from './secret-reading-places.ts'
import { fetchRaw, nothing, publicPlaces, type Place } from './secret-places.ts'
import { hiddenInSearch } from './secret-plants-articles.ts'
import { forgotten, kinds, plants, type Hit } from './secret-plants.ts'
import { deskPlaces, holderPlaces } from './secret-readers.ts'
import { ledgerPlace, plantChannels } from './secret-channels.ts'
import { plantFailures, plantStaff, plantTexts, staffOf, whileItGoesAway } from './secret-staff.ts'
import { commandPlace, diskPlaces, storedRows } from './secret-stored.ts'
import { sendAll } from './secret-ways.ts'
import { latinOf, sampleIn, unpacked, waysOfWriting, Words } from './secret-words.ts'
import { freshFolder, startServer, type RunningServer } from './server.ts'
import { askDatabase } from './stored.ts'

/** Keys and tokens of the operator, which nobody is ever told. */
const settingsWith = async (words: Words): Promise<Record<string, string>> => {
  const secret = randomBytes(32)
  const sealKey = randomBytes(32)
  const metricsToken = randomBytes(24).toString('hex')
  const passphrase = words.make('passphrase of the archive', 'nobody')
  words.know('SECRET', 'nobody', undefined, secret.toString('base64'), secret)
  words.know('SEAL_KEYS', 'nobody', undefined, sealKey.toString('base64'), sealKey)
  words.know('METRICS_TOKEN', 'nobody', undefined, metricsToken)
  // nobody listens there: what is noted waits, with its address
  const mailPassword = words.makeLatin('password of the mail server', 'nobody')
  return {
    SECRET: secret.toString('base64'),
    SEAL_KEYS: `k1:${sealKey.toString('base64')}`,
    METRICS_TOKEN: metricsToken,
    BACKUP_PASSPHRASE: passphrase,
    SMTP_URL: `smtp://sender:${mailPassword}@127.0.0.1:9`,
    MAIL_FROM: 'no-reply@example.gov.cn',
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: 'debug',
    AUDIT_HEADS_FILE: join(await freshFolder(), 'heads.ndjson')
  }
}

/** All that a server writes from now on, and what it wrote until now. */
const listenTo = (server: RunningServer): (() => string) => {
  // the demo's passwords are printed at the first start, once, on purpose: they are nobody's secret
  let log = server.output()
  const keep = (text: string): void => {
    log += text
  }
  server.process.stdout?.on('data', keep)
  server.process.stderr?.on('data', keep)
  return () => log
}

/** Every way of writing must be found; and what is packed. */
const blindIn = (words: Words): string[] => {
  const control = words.secrets.find(({ name }) => name === 'control: title')
  if (!control) return ['there is no control']
  const writings = control.writings.map(String)
  return waysOfWriting.flatMap((way) =>
    writings
      .filter((writing) => !words.search(sampleIn(way, writing)).some(({ secret }) => secret === control))
      .map((writing) => `the search does not find ${writing} written as ${way}`)
  )
}

/** Looks for the private words by the public search: it knows the approved copy alone. */
const searchPlaces = async (base: string, words: Words, most: number): Promise<Place[]> => {
  const asked = words.secrets.filter(({ made, level }) => made && level !== 'public')
  const step = Math.max(1, Math.floor(asked.length / most))
  const places: Place[] = []
  for (const secret of asked.filter(
    ({ name }, at) => at % step === 0 || [hiddenInSearch, 'published: reply'].includes(name)
  )) {
    const word = words.latinOf(secret)
    const found = await fetchRaw(base, `/api/articles?words=${word}`)
    // the words are said back to who asked
    places.push({
      kind: 'public search',
      name: `articles that hold ${secret.name}`,
      parts: found.parts,
      allows: (one) => one === secret
    })
    for (const { parts } of [
      await fetchRaw(base, `/api/answers?words=${word}`),
      await fetchRaw(base, '/api/suggestions', { method: 'POST', body: { text: word } })
    ]) {
      // nothing that is private, and nothing that is public either: there is no answer to this word
      places.push({ kind: 'public search', name: `the search for ${secret.name}`, parts, allows: nothing })
    }
  }
  return places
}

interface Searched {
  readonly hits: Hit[]
  readonly blind: string[]
  readonly bytes: number
}

const searchAll = (places: readonly Place[], words: Words): Searched => {
  const hits: Hit[] = []
  const blind: string[] = []
  let bytes = 0
  for (const place of places) {
    const layers = place.parts.flatMap((part) => (place.raw === true ? [part] : unpacked(part)))
    for (const layer of layers) {
      bytes += layer.length
      for (const { secret, way } of words.search(layer)) {
        if (!place.allows(secret)) hits.push({ place, secret, way })
      }
    }
    for (const text of place.holds ?? []) {
      if (!layers.some((layer) => layer.includes(text))) blind.push(`${place.name} does not show what it must: ${text}`)
    }
  }
  return { hits, blind, bytes }
}

/** Writes every word where it belongs. */
const plantAll = async (caller: Caller, server: RunningServer) => {
  const staff = await plantStaff(caller, await staffOf(caller, server))
  await plantTexts(caller, staff)
  const visit = async (path: string): Promise<void> => {
    await fetchRaw(server.base, path, { headers: { accept: 'text/html' } })
  }
  const sent = await sendAll(caller, staff, visit)
  const articles = await plantArticles(caller, staff, visit)
  const [first] = sent.letters
  if (!first) throw new Error('no letter was sent')
  await plantChannels(caller, staff)
  const openDays = await plantOpenDays(caller, staff)
  await plantReadingPlaces(caller, staff)
  await plantFailures(caller, server, staff, first)
  return { staff, sent, articles, openDays }
}

const hold = async ({ form, plant }: Question): Promise<Finding> => {
  const words = new Words()
  const settings = await settingsWith(words)
  const planted = plant ? plants : []
  const server = await startServer({ settings, plants: planted.filter(({ file }) => !file.includes('backup')) })
  const log = listenTo(server)
  const caller = callerOf(server.base, words)
  const { staff, sent, articles, openDays } = await plantAll(caller, server)
  const { letters, publicAnswer, goneAnswers } = sent
  const control = {
    title: latinOf(words, 'control: title'),
    question: latinOf(words, 'control: question'),
    reply: latinOf(words, 'control: reply')
  }
  // a column that nobody has thought of; its like among the fields of the contract is a plant of its own
  if (plant) await askDatabase(server, 'alter table letters add column nickname text')
  const places: Place[] = []
  if (form !== 'short' && !plant) {
    const pages = [
      '/',
      '/answers',
      ...[publicAnswer, ...goneAnswers].map((id) => `/answers/${id}`),
      '/en/answers',
      '/me'
    ]
    const ofArticles = [articles.control, articles.back, ...articles.hidden].map(({ id }) => `/articles/${id}`)
    const paths = [...pages, ...ofArticles, ...letters.slice(0, 2).map(({ number }) => `/letters/${number}`)]
    const kept = ['title', 'summary', 'body'].map((part) => latinOf(words, `public article: second edition, ${part}`))
    // Playwright takes seconds to load, and is needed here alone
    const { phonePlaces } = await import('./secret-phone.ts')
    places.push(...(await phonePlaces(caller, paths, { shown: Object.values(control), kept })))
  }
  const view = {
    base: server.base,
    metricsToken: settings['METRICS_TOKEN'] ?? '',
    numbers: letters.slice(0, form === 'short' ? 2 : letters.length).map(({ number }) => number),
    letterIds: letters.map(({ id }) => id),
    fileIds: letters.flatMap(({ fileIds }) => fileIds),
    publicAnswer,
    goneAnswers,
    control
  }
  places.push(...(await publicPlaces(view)))
  places.push(...(await articlePlaces(server.base, articles, words)))
  places.push(...(await openDayPlaces(server.base, openDays, words)))
  places.push(...(await readingPlacePlaces(server.base, words)))
  places.push(...(await searchPlaces(server.base, words, form === 'short' ? 12 : 250)))
  places.push(...(await holderPlaces(server.base, letters, words)))
  places.push(...(await deskPlaces(server.base, staff, { letters, articles, openDays }, words, form === 'short')))
  places.push(await ledgerPlace(server.base, staff, latinOf(words, 'registered by hand: title')))
  await whileItGoesAway(caller, server)
  places.push({
    kind: 'problem',
    name: 'what failed requests are told',
    parts: caller.refusals,
    allows: nothing,
    holds: ['/problems/']
  })
  const stored = await storedRows(server, words)
  places.push(...stored.places)
  const archive = join(await freshFolder(), 'archive.age')
  const inArchive = planted.filter(({ file }) => file.includes('backup'))
  const told = await commandPlace(server, settings, ['backup', archive], inArchive)
  const parts = [...told.parts, readFileSync(archive)]
  places.push({ ...told, kind: 'backup', name: 'the archive without its passphrase', parts })
  if (form !== 'short') {
    for (const command of [['doctor'], ['audit', 'verify']]) places.push(await commandPlace(server, settings, command))
  }
  const document = (await ask(server.base, 'GET', '/openapi.json')).body as Document
  // lines are gathered for a moment before they are written
  await wait(200)
  await server.stop()
  places.push({
    kind: 'log',
    name: 'the log of the server',
    parts: [Buffer.from(log())],
    allows: nothing,
    holds: ['/api/letters/:number']
  })
  const heads = readFileSync(settings['AUDIT_HEADS_FILE'] ?? '')
  places.push({
    kind: 'audit',
    name: 'the heads of the audit record',
    parts: [heads],
    allows: nothing,
    holds: ['hash']
  })
  places.push(
    ...diskPlaces(server.dataDir, {
      row: latinOf(words, 'answered: text'),
      file: latinOf(words, 'published: text of a document')
    })
  )

  const holes = holesIn(document, { fields: caller.fields, columns: stored.columns })
  const { hits, blind, bytes } = searchAll(places, words)
  const blindWays = blindIn(words)
  const texts = textsOf(document)
  return {
    figures: {
      'words planted': words.secrets.length,
      'texts that the API takes': `${texts.taken.filter((text) => caller.fields.has(text)).length} planted of ${texts.taken.length}`,
      'texts that anybody is given': texts.given.length,
      'columns that hold texts': `${[...stored.columns.values()].filter((filled) => filled).length} planted of ${stored.columns.size}`,
      'places searched': places.length,
      'bytes searched': bytes,
      'ways of writing': waysOfWriting.length,
      'words found by those without the right': hits.length
    },
    checked: places.length + waysOfWriting.length * 2 + texts.taken.length + texts.given.length + stored.columns.size,
    failures: [
      ...blindWays,
      ...blind,
      ...holes,
      ...hits.map(({ place, secret, way }) => `“${secret.name}” stands in ${place.name}, written as ${way}`)
    ],
    notCaught: plant
      ? [
          ...Object.keys(kinds).filter((kind) => !hits.some((hit) => kinds[kind]?.(hit))),
          ...forgotten.filter((one) => !holes.some((hole) => hole.includes(one)))
        ]
      : []
  }
}

await prove('secret:planted', hold)
