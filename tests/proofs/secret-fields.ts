/**
 * Whether secret:planted has filled everything there is: each text that the API takes, each text that it gives to anybody,
 * and each column that can hold one, must have carried a planted word or stand here, by hand, with the reason why not.
 */

import { articleColumns, articlesGiven } from './secret-fields-articles.ts'
import { openDaysColumns, openDaysGiven, openDaysTaken } from './secret-fields-open-days.ts'
import { readingPlacesColumns, readingPlacesGiven, readingPlacesTaken } from './secret-fields-reading-places.ts'

/** What these forms let through is no text of anybody: ids, days, times of the day, instants, numbers of letters and versions, years, cursors. */
const formsWithoutWords = [
  '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  '^[A-Z]{2}-\\d{4}-\\d{6,9}$',
  '^KF-\\d{4}-\\d{6,9}$',
  '^20\\d{2}$',
  '^\\d{4}-\\d{2}-\\d{2}~[0-9a-f-]{36}$',
  '^[0-9TZ:.~a-f-]+$',
  '^\\d{1,15}-[0-9a-f]{8}$',
  '^[1-9]\\d{0,3}$',
  '^[1-5]$',
  '^[1-9]\\d{0,5}$',
  '^[1-9]\\d{0,8}$',
  '^\\d{4}-\\d{2}$',
  '^([01]\\d|2[0-3]):[0-5]\\d$',
  '^[A-Za-z0-9_-]{43}$'
]

const ofDirectory = 'of the directory of departments, which is told to whoever is sent there'

/** Texts that the API takes and that carry no planted word. */
const taken: Readonly<Record<string, string>> = {
  ...openDaysTaken,
  ...readingPlacesTaken,
  'POST /desk/session oneTimeCode': 'six digits that are good for half a minute and one sign-in',
  'PUT /desk/second-factor oneTimeCode': 'six digits that are good for half a minute and one sign-in',
  'POST /desk/letters/:id/pause reason': 'the code of a reason out of a list of the program',
  'GET /desk/audit subjectId': 'an id, by which the auditor looks',
  'PUT /desk/notices/:event/:language/:channel subject': 'goes out to everybody who is told of that event',
  'PUT /desk/notices/:event/:language/:channel text': 'goes out to everybody who is told of that event',
  'PUT /desk/calendar/:year days[].name': 'the name of a public holiday, which every explanation of a due date shows',
  'POST /desk/sensitive-words lines[]': "words of the bureau's own list, of nobody",
  'PUT /desk/calendar/:year source': 'which announcement of the State Council the days rest on',
  'POST /desk/departments name': ofDirectory,
  'POST /desk/departments nameEn': ofDirectory,
  'POST /desk/departments matters': ofDirectory,
  'POST /desk/departments mattersEn': ofDirectory,
  'POST /desk/departments telephone': ofDirectory,
  'POST /desk/departments site': ofDirectory,
  'POST /desk/departments hours': ofDirectory,
  'POST /desk/departments hoursEn': ofDirectory,
  'PUT /desk/departments/:id name': ofDirectory,
  'PUT /desk/departments/:id nameEn': ofDirectory,
  'PUT /desk/departments/:id matters': ofDirectory,
  'PUT /desk/departments/:id mattersEn': ofDirectory,
  'PUT /desk/departments/:id telephone': ofDirectory,
  'PUT /desk/departments/:id site': ofDirectory,
  'PUT /desk/departments/:id hours': ofDirectory,
  'PUT /desk/departments/:id hoursEn': ofDirectory
}

/** Texts that the API gives to anybody, each with the reason why it may. */
const given: Readonly<Record<string, string>> = {
  ...articlesGiven,
  ...openDaysGiven,
  ...readingPlacesGiven,
  'GET /home bureau.zh': 'the name of the bureau',
  'GET /home bureau.en': 'the name of the bureau',
  'POST /letters title': 'said back to who has just sent it',
  'POST /letters due.source': 'the rule that sets the limit',
  'POST /letters due.days[].name': 'the names of public holidays',
  'POST /letters due.pauses[].reason': 'told to who has just sent the letter, of which nothing was paused yet',
  'POST /letters due.pauses[].reasonEn': 'told to who has just sent the letter, of which nothing was paused yet',
  'POST /letters due.pauses[].words': 'told to who has just sent the letter, of which nothing was paused yet',
  'GET /retention [].contact.source': 'the rule that sets how long',
  'GET /retention [].record.source': 'the rule that sets how long',
  'GET /answers answers[].title': 'of the copy that a second person approved',
  'GET /answers answers[].excerpt': 'of the copy that a second person approved',
  'GET /answers answers[].office': 'offices are public, their people are not',
  'GET /answers next': 'an instant or a fitness, and an id',
  'GET /answers/:id title': 'of the copy that a second person approved',
  'GET /answers/:id question': 'of the copy that a second person approved',
  'GET /answers/:id reply': 'of the copy that a second person approved',
  'GET /answers/:id office': 'offices are public, their people are not',
  'GET /board items[].title': 'of the copy that was looked at',
  'GET /board items[].excerpt': 'of the copy that was looked at, or of the answer that a second person approved',
  'GET /board items[].sender': 'one character of a name at most',
  'GET /board items[].office': 'offices are public, their people are not',
  'GET /board next': 'an instant, a number or a fitness, and an id',
  'GET /board offices[].name': 'offices are public, their people are not',
  'GET /board/:id title': 'of the copy that was looked at',
  'GET /board/:id excerpt': 'of the copy that was looked at, or of the answer that a second person approved',
  'GET /board/:id sender': 'one character of a name at most',
  'GET /board/:id office': 'offices are public, their people are not',
  'GET /board/:id question': 'of the copy that was looked at',
  'GET /board/:id reply': 'of the copy that a second person approved',
  'GET /board/:id ending.to': 'the department that the sender was told to turn to',
  'GET /board/:id near[].title': 'of the copy that was looked at',
  'GET /library/board revision': 'a digest of what anybody may read',
  'GET /library/board board.items[].title': 'of the copy that was looked at',
  'GET /library/board board.items[].excerpt':
    'of the copy that was looked at, or of the answer that a second person approved',
  'GET /library/board board.items[].sender': 'one character of a name at most',
  'GET /library/board board.items[].office': 'offices are public, their people are not',
  'GET /library/board board.items[].question': 'of the copy that was looked at',
  'GET /library/board board.items[].reply': 'of the copy that a second person approved',
  'GET /library/board board.items[].ending.to': 'the department that the sender was told to turn to',
  'GET /library/board board.items[].near[].title': 'nothing: a kept message names none beside it',
  'GET /library/board board.next': 'nothing: all comes at once',
  'GET /library/board board.offices[].name': 'offices are public, their people are not',
  'GET /figures since': 'a month',
  'GET /figures months[].month': 'a month',
  'GET /figures transfers[].department': ofDirectory,
  'POST /suggestions [].title': 'of the copy that a second person approved',
  'POST /suggestions [].excerpt': 'of the copy that a second person approved',
  'POST /suggestions [].office': 'offices are public, their people are not',
  'POST /desk/session person.account': 'told to this person alone, who has just signed in',
  'POST /desk/session person.name': 'told to this person alone, who has just signed in',
  'POST /desk/session person.office.name': 'told to this person alone, who has just signed in',
  'POST /desk/session csrfToken': 'told to this person alone, who has just signed in'
}

const closedList = 'a word of a closed list of the program'
const hash = 'a keyed hash or a digest'
const sealed = 'sealed: what stands in it is looked for in plain, here and on the disk'

/** Columns that can hold a text and hold no planted word in plain. */
const columns: Readonly<Record<string, string>> = {
  ...articleColumns,
  ...openDaysColumns,
  ...readingPlacesColumns,
  'audit_events.act': closedList,
  'audit_events.details': 'ids, numbers and digests: no planted word may stand in it',
  'audit_events.subject_id': 'an id',
  'audit_events.subject_kind': closedList,
  'audit_seals.hash': hash,
  'audit_seals.previous_hash': hash,
  'board_items.heading': 'words of the copy while it is shown; empty once it is taken off',
  'board_items.search': 'words of the copy while it is shown; empty once it is taken off',
  'board_items.sender': 'one character of a name at most',
  'board_supports.device': hash,
  'calendar_days.name': 'names of public holidays',
  'calendar_days.ruling': closedList,
  'calendar_revisions.source': 'which announcement the days rest on',
  'departments.hours': ofDirectory,
  'departments.hours_en': ofDirectory,
  'departments.matters': ofDirectory,
  'departments.matters_en': ofDirectory,
  'departments.name': ofDirectory,
  'departments.name_en': ofDirectory,
  'departments.site': ofDirectory,
  'departments.telephone': ofDirectory,
  'knowledge_entries.heading': 'words of the public version; empty while nothing is public',
  'knowledge_entries.search': 'words of the public version; empty while nothing is public',
  'knowledge_versions.topic': closedList,
  'knowledge_votes.device': hash,
  'letter_alerts.kind': closedList,
  'letter_attachments.name_sealed': sealed,
  'letter_attachments.reason': closedList,
  'letter_attachments.sha256': hash,
  'letter_attachments.state': closedList,
  'letter_attachments.type': closedList,
  'letter_channels.note_sealed': sealed,
  'letter_channels.row_digest': hash,
  'letter_channels.source': closedList,
  'letter_channels.way_back': closedList,
  'letter_contributions.kind': closedList,
  'letter_events.department': ofDirectory,
  'letter_events.department_card': ofDirectory,
  'letter_events.kind': closedList,
  'letter_import_mappings.source': closedList,
  'letter_kinds.kind': closedList,
  'letter_kinds.signed_by': closedList,
  'letter_limits.kind': closedList,
  'letter_limits.source': 'the rule that sets the limit',
  'letter_messages.content_digest': hash,
  'letter_messages.kind': closedList,
  'letter_pauses.reason': closedList,
  'letter_ratings.reasons': closedList,
  'letter_rounds.kind': closedList,
  'letter_rounds.limit_source': 'the rule that sets the limit',
  'letter_senders.contact_sealed': sealed,
  'letter_senders.email_index': hash,
  'letter_senders.phone_index': hash,
  'number_series.kind': closedList,
  'letters.code_hash': hash,
  'letters.content_digest': hash,
  'letters.device_hash': hash,
  'letters.kind': closedList,
  'letters.limit_source': 'the rule that sets the limit',
  'letters.number': 'made by the program',
  'letters.state': closedList,
  'letters.topic': closedList,
  'notice_choices.address_sealed': sealed,
  'notice_choices.channel': closedList,
  'notice_choices.language': closedList,
  'notice_choices.token_hash': hash,
  'notice_templates.channel': closedList,
  'notice_templates.event': closedList,
  'notice_templates.language': closedList,
  'notice_templates.subject': 'goes out to everybody who is told of that event',
  'notice_templates.text': 'goes out to everybody who is told of that event',
  'notices.channel': closedList,
  'notices.event': closedList,
  'notices.fault': 'a code: no planted word may stand in it',
  'notices.figures': 'counts, days and numbers of letters: no planted word may stand in it',
  'notices.key': 'ids and days',
  'notices.state': closedList,
  'offices.name': 'offices are public, their people are not',
  'pause_limits.kind': closedList,
  'pause_limits.source': 'the rule that sets the longest pause',
  'pause_reasons.code': closedList,
  'pause_reasons.name': 'written by the program',
  'pause_reasons.name_en': 'written by the program',
  'people.password_hash': hash,
  'people.totp_secret_sealed': sealed,
  'person_roles.role': closedList,
  'rating_review_events.ground': closedList,
  'rating_review_events.kind': closedList,
  'rating_review_events.means': closedList,
  'rating_review_events.outcome': closedList,
  'rating_review_limits.source': 'the rule that sets the limit',
  'rating_reviews.ground': closedList,
  'rating_reviews.limit_source': 'the rule that sets the limit',
  'rating_reviews.outcome': closedList,
  'rating_reviews.reasons': closedList,
  'rating_reviews.state': closedList,
  'request_counts.bucket': closedList,
  'request_counts.counter': hash,
  'retention_rules.kind': closedList,
  'retention_rules.source': 'the rule that sets how long',
  'retention_rules.what': closedList,
  'revisions.name': closedList,
  'role_grants.permission': closedList,
  'role_grants.role': closedList,
  'role_grants.scope': closedList,
  'schema_migrations.digest': hash,
  'schema_migrations.name': 'names of files of the program',
  'second_looks.words': "words of the bureau's own list, of nobody",
  'sensitive_words.grade': closedList,
  'sensitive_words.normal': "words of the bureau's own list, of nobody",
  'sensitive_words.word': "words of the bureau's own list, of nobody",
  'sign_in_attempts.counter': hash,
  'sign_in_attempts.kind': closedList,
  'staff_sessions.data': 'the seen-at, the seed of tokens, a sealed secret: no planted word may stand in it',
  'staff_sessions.device': 'the names of a browser and a system out of a list: no planted word may stand in it',
  'staff_sessions.token_hash': hash
}

/** What of a JSON schema matters here. */
interface Schema {
  readonly type?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

interface Operation {
  readonly tags?: readonly string[]
  readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

/** The part of `/api/openapi.json` that is looked at. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** The places of a schema in which any text can stand. */
const textsIn = (schema: Schema, place = ''): string[] => {
  const found = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((one) =>
    textsIn(one, place)
  )
  for (const [name, one] of Object.entries(schema.properties ?? {}))
    found.push(...textsIn(one, place === '' ? name : `${place}.${name}`))
  if (schema.items) found.push(...textsIn(schema.items, `${place}[]`))
  const free = schema.type === 'string' && !schema.enum && schema.const === undefined && schema.format !== 'binary'
  if (free && !formsWithoutWords.includes(schema.pattern ?? '')) found.push(place)
  return found
}

const bodiesOf = (content: Content = {}): string[] => Object.values(content).flatMap(({ schema }) => textsIn(schema))

/** All texts that the API takes, and those that it gives to anybody, as `METHOD /path place`. */
export const textsOf = ({ paths }: Document): { taken: string[]; given: string[] } => {
  const found = { taken: new Set<string>(), given: new Set<string>() }
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { tags, parameters = [], requestBody, responses }] of Object.entries(operations)) {
      const route = `${method.toUpperCase()} ${path.replace(/^\/api/, '').replace(/\{(\w+)\}/g, ':$1')}`
      const asked = [
        ...parameters.flatMap(({ name, schema }) => textsIn(schema, name)),
        ...bodiesOf(requestBody?.content)
      ]
      for (const place of asked) found.taken.add(`${route} ${place}`)
      if (tags?.[0] !== 'anyone') continue
      // problems have a closed form, and are searched themselves
      const answers = Object.entries(responses).filter(([status]) => status !== 'default')
      for (const place of answers.flatMap(([, { content }]) => bodiesOf(content))) found.given.add(`${route} ${place}`)
    }
  }
  return { taken: [...found.taken], given: [...found.given] }
}

export interface Filled {
  /** `METHOD /path place` of all texts that carried a word */
  readonly fields: ReadonlySet<string>
  /** `table.column` of all columns that can hold a text, and whether a word stands in it */
  readonly columns: ReadonlyMap<string, boolean>
}

/** What is neither filled nor listed by hand; and what is listed and there no longer. */
export const holesIn = (document: Document, filled: Filled): string[] => {
  const texts = textsOf(document)
  const holes = [
    ...texts.taken
      .filter((text) => !filled.fields.has(text) && !(text in taken))
      .map((text) => `${text} is taken, and neither planted nor listed as without words`),
    ...texts.given
      .filter((text) => !(text in given))
      .map((text) => `${text} is given to anybody, and not listed with a reason`),
    ...[...filled.columns]
      .filter(([column, planted]) => !planted && !(column in columns))
      .map(([column]) => `the column ${column} is neither planted nor listed with a reason`)
  ]
  const gone = [
    ...Object.keys(taken).filter((text) => !texts.taken.includes(text)),
    ...Object.keys(given).filter((text) => !texts.given.includes(text)),
    ...Object.keys(columns).filter((column) => !filled.columns.has(column))
  ]
  return [...holes, ...gone.map((one) => `${one} is listed by hand, and is not there`)]
}
