/** Loads the demonstration into an empty database: offices, staff of all roles, letters in different states. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { codeFrom } from '#contract/shapes.ts'
import { isWorkingDay, plusDays } from '#contract/calendar.ts'
import { loadDemoArticles } from './articles/demo.ts'
import { clock } from './core/clock.ts'
import type { Context } from './core/context.ts'
import { touch } from './core/revisions.ts'
import { loadStaff, type Staff } from './core/sessions.ts'
import { announcedCalendar } from './core/working-calendar.ts'
import { demoOtherLetters, listDemoMessages, listDemoWords } from './letters/demo-board.ts'
import { publishDemoAnswers } from './letters/demo-answers.ts'
import { loadDemoDepartments } from './letters/demo-departments.ts'
import { keepDemoEntries } from './letters/demo-knowledge.ts'
import { demoLetters, type DemoLetter } from './letters/demo.ts'
import {
  acceptLetter,
  askSender,
  assignLetter,
  draftReply,
  signReply,
  submitDraft,
  type ActOn
} from './letters/handle.ts'
import { storeLetter } from './letters/receive.ts'
import { loadDemoOpenDays } from './open-days/demo.ts'
import { demoOffices, demoPeople } from './people/demo.ts'
import { addOffice, addPerson } from './people/store.ts'
import { pressOf } from './press.ts'
import { loadDemoReadingPlaces } from './reading-places/demo.ts'

export interface DemoAccount {
  readonly account: string
  readonly name: string
  readonly roles: readonly string[]
  readonly password: string
}

/** Whether nobody has worked with this database yet. */
export async function isEmpty({ db }: Context): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from people) or exists (select from letters) or exists (select from offices) as used`.execute(
    db
  )
  return rows[0]?.used === false
}

/** The day `n` working days before `day`. */
function workingDaysBefore(day: string, n: number): string {
  let date = day
  for (let left = n; left > 0;) {
    date = plusDays(date, -1)
    if (isWorkingDay(date, announcedCalendar)) left -= 1
  }
  return date
}

function workingDaysAfter(day: string, n: number): string {
  let date = day
  for (let left = n; left > 0;) {
    date = plusDays(date, 1)
    if (isWorkingDay(date, announcedCalendar)) left -= 1
  }
  return date
}

/** An instant of a day in Asia/Shanghai, never later than now. */
function instant(day: string, time: string): Date {
  const at = new Date(`${day}T${time}+08:00`)
  return at > clock.now() ? clock.now() : at
}

/** Loads the demo and returns the accounts with their generated passwords, which are kept nowhere else. */
export async function loadDemo(context: Context): Promise<DemoAccount[]> {
  if (context.config.mode === 'production') throw new Error('There is no demo in production.')
  if (!(await isEmpty(context))) throw new Error('The demo is loaded into an empty database only; this one holds data.')
  return await context.db.connection().execute(async (db) => {
    // hundreds of small acts, none of which anybody was told of yet: the disk is waited for once, at the end
    await sql`set synchronous_commit = off`.execute(db)
    const accounts = await loadAll({ ...context, db })
    await sql`set synchronous_commit = on`.execute(db)
    await db.transaction().execute(async (trx) => await touch(trx, 'home'))
    return accounts
  })
}

async function loadAll(context: Context): Promise<DemoAccount[]> {
  const { db } = context
  const offices = new Map<string, string>()
  const staff = new Map<string, { id: string; roles: readonly string[]; officeKey: string | null }>()
  const accounts: DemoAccount[] = []
  await db.transaction().execute(async (trx) => {
    for (const [position, office] of demoOffices.entries()) {
      offices.set(office.key, await addOffice(trx, { name: office.name, position, demo: true }))
    }
    for (const { account, name, officeKey, roles } of demoPeople) {
      const officeId = officeKey ? (offices.get(officeKey) ?? null) : null
      const { id, password } = await addPerson(trx, { account, name, officeId, roles, demo: true })
      staff.set(account, { id, roles, officeKey })
      accounts.push({ account, name, roles, password })
    }
  })
  const actor = async (role: string, officeKey?: string): Promise<Staff | undefined> => {
    const found = [...staff.values()].find(
      (one) => one.roles.includes(role) && (officeKey === undefined || one.officeKey === officeKey)
    )
    return found ? await loadStaff(db, found.id) : undefined
  }
  for (const letter of [...demoLetters, ...demoOtherLetters]) await loadLetter(context, letter, offices, actor)
  const [author, approver] = [await actor('registryClerk'), await actor('registryHead')]
  if (!author || !approver) throw new Error('the demo has nobody who publishes')
  await listDemoWords(context, author)
  await loadDemoDepartments(db, author)
  await listDemoMessages(context, author)
  await publishDemoAnswers(context, author, approver)
  const census = offices.get('census')
  if (census) await keepDemoEntries(context, author, approver, census)
  await loadDemoArticles(context, pressOf(context.config), actor)
  await loadDemoOpenDays(context, author, approver)
  await loadDemoReadingPlaces(db, author)
  return accounts
}

async function loadLetter(
  context: Context,
  letter: DemoLetter,
  offices: ReadonlyMap<string, string>,
  actor: (role: string, officeKey?: string) => Promise<Staff | undefined>
): Promise<void> {
  const { db } = context
  const receivedOn = workingDaysBefore(clock.today(), letter.receivedWorkingDaysAgo)
  const { id } = await storeLetter(
    context,
    {
      id: uuidv7(),
      code: codeFrom(randomBytes(12)),
      deviceToken: randomBytes(32).toString('base64url'),
      kind: letter.kind ?? 'enquiry',
      topic: letter.topic,
      title: letter.title,
      text: letter.text,
      publishConsent: letter.kind === 'message' || letter.state === 'answered',
      privacyNotice: '2026-11',
      ...(letter.page ? { page: letter.page } : {}),
      ...(letter.contact ? { contact: letter.contact } : {})
    },
    { at: instant(receivedOn, '09:05:00'), demo: true }
  )
  const clerk = await actor('registryClerk')
  if (!('officeKey' in letter)) {
    if (letter.state === 'received') return
    if (clerk) await acceptLetter(db, await onNewest(context, clerk, id, instant(receivedOn, '10:20:00')))
    return
  }
  const handler = await actor('handler', letter.officeKey)
  const head = letter.kind === 'mailbox' ? undefined : await actor('officeHead', letter.officeKey)
  const signer = head ?? (await actor('leader'))
  const officeId = offices.get(letter.officeKey)
  if (!clerk || !handler || !signer || !officeId) throw new Error(`the demo has nobody for ${letter.officeKey}`)
  const act = (staff: Staff, day: string, time: string) => onNewest(context, staff, id, instant(day, time))
  await assignLetter(db, await act(clerk, receivedOn, '10:20:00'), officeId)
  if (letter.state === 'assigned') {
    if (letter.question) await askSender(db, await act(handler, receivedOn, '15:40:00'), letter.question)
    return
  }
  const answeredOn =
    letter.state === 'answered' ? workingDaysAfter(receivedOn, letter.repliedAfterWorkingDays) : clock.today()
  await draftReply(db, await act(handler, answeredOn, '09:30:00'), letter.reply)
  if (letter.state === 'drafting') return
  await submitDraft(context, await act(handler, answeredOn, '09:45:00'))
  if (letter.state === 'signing') return
  await signReply(context, await act(signer, answeredOn, '15:10:00'))
}

/** Acts upon the letter as it stands. */
async function onNewest({ db }: Context, staff: Staff, id: string, at: Date): Promise<ActOn> {
  const { rows } = await sql<{ revision: number }>`select revision from letters where id = ${id}`.execute(db)
  return { staff, id, revision: rows[0]?.revision ?? 0, at }
}
