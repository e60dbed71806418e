/** The demo's open days: one to come with a slot that is full, one today for trying the door, one that was, one in writing. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { bookingSeries } from '#contract/bookings.ts'
import { plusDays, weekday } from '#contract/calendar.ts'
import type { OpenDayDraft, SlotDraft } from '#contract/open-days-desk.ts'
import type { BookingDraft, Party } from '#contract/open-days.ts'
import { codeFrom } from '#contract/shapes.ts'
import { ticketCodeFrom } from '#contract/tickets.ts'
import { clock } from '../core/clock.ts'
import { contentDigest } from '../core/content-digest.ts'
import type { Context } from '../core/context.ts'
import { nextNumbers } from '../core/numbers.ts'
import type { Staff } from '../core/sessions.ts'
import { storeBookings } from './store-bookings.ts'
import { addSlot } from './desk-slots.ts'
import { beginOpenDay, publishOpenDay, readForDesk, writeAfter } from './desk.ts'

const place: OpenDayDraft['place'] = {
  name: '示例市统计局东门',
  address: '示例市滨河路 18 号',
  directions:
    '地铁 2 号线“滨河路”站 C 口出来往东 300 米；12 路、37 路公交“统计局”站下车就是。院里停车位少，请不要开车。',
  accessibility: '东门有坡道，不用上台阶；大厅有直梯和无障碍卫生间。需要轮椅请在报名时勾选，门口给您备好。'
}

const week: OpenDayDraft = {
  kind: 'openDay',
  title: '统计开放日：数据是怎么采来的',
  summary: '跟着采价员逛一圈菜场，再坐下来看一条价格怎样变成居民消费价格指数。',
  programme: '集合，领讲解器\n到滨河菜场跟采价员采一轮价\n回到局里，看采来的价格怎样录入、核对、汇总\n提问',
  place,
  materials: [
    { name: '《菜篮子里的统计》折页', url: null },
    { name: '居民消费价格指数是怎么算的', url: '/glossary' }
  ],
  contactPhone: '010-5555 0118'
}

const today: OpenDayDraft = {
  kind: 'disclosureDay',
  title: '政务公开日：面对面问统计',
  summary: '各科室在大厅设桌，带着问题来，当面问。',
  programme: '大厅设桌：价格、住户、工业、普查\n二楼会议室：怎样依法申请公开统计信息',
  place,
  materials: [{ name: '依申请公开一页通', url: null }],
  contactPhone: '010-5555 0118'
}

const past: OpenDayDraft = {
  kind: 'onlineTalk',
  title: '网络问政：收入数和感觉为什么对不上',
  summary: '住户调查科在线回答怎样抽样、怎样记账、平均数和中位数差在哪里。',
  programme: '主持人收集问题\n住户调查科逐条回答',
  place: { ...place, name: '线上', directions: '', accessibility: '全程有文字记录，听不清可以看字。' },
  materials: [],
  contactPhone: '010-5555 0118'
}

const written: OpenDayDraft = {
  kind: 'pressConference',
  title: '前三季度经济运行新闻发布会',
  summary: '发布前三季度主要数据，回答记者和市民代表的提问。',
  programme: '发布\n提问',
  place,
  materials: [],
  contactPhone: '010-5555 0118'
}

const at = (day: string, time: string): string => new Date(`${day}T${time}+08:00`).toISOString()

/** The full hour `n` hours from the one that runs. */
const hoursFrom = (n: number): string =>
  new Date((Math.floor(clock.now().getTime() / 3_600_000) + n) * 3_600_000).toISOString()

const slot = (day: string, from: string, to: string, changes: Partial<SlotDraft>): SlotDraft => ({
  title: '第一场',
  startsAt: at(day, from),
  endsAt: at(day, to),
  meetingPoint: '示例市统计局东门，提前 10 分钟',
  capacity: 20,
  partyMost: 6,
  opensAt: at(plusDays(day, -20), '09:00:00'),
  changeUntil: at(plusDays(day, -2), '18:00:00'),
  offerMinutes: 120,
  invited: false,
  ...changes
})

let phones = 0

const partyOf = (people: number, changes: Partial<Party> = {}): Party => ({
  kind: people === 1 ? 'alone' : 'family',
  people,
  minors: Math.max(0, people - 2),
  needs: [],
  ...changes
})

/** Books as a citizen would; nobody has the code, so nobody opens it. */
async function bookDemo(context: Context, slotId: string, party: Party): Promise<void> {
  const draft: BookingDraft = {
    id: uuidv7(),
    code: codeFrom(randomBytes(12)),
    deviceToken: randomBytes(32).toString('base64url'),
    party,
    contact: { phone: `138000001${String((phones += 1)).padStart(2, '0')}` },
    waitlist: true,
    privacyNotice: '2026-11'
  }
  const year = Number(clock.today().slice(0, 4))
  const [number = ''] = await nextNumbers(context.db, { kind: 'booking', prefix: bookingSeries }, year, 1)
  const digest = contentDigest(context.config, 'booking-content', { slotId, ...draft })
  const record = { draft, digest, number, ticketCode: ticketCodeFrom(randomBytes(5)), at: clock.now(), demo: true }
  const [stored] = await storeBookings(context, slotId, [record], () => sql`select where false`)
  if (typeof stored !== 'object') throw new Error(`a booking of the demo was not taken: ${stored ?? 'no such slot'}`)
}

/** The first Saturday that is at least ten days away. */
function comingSaturday(): string {
  let day = plusDays(clock.today(), 10)
  while (weekday(day) !== 6) day = plusDays(day, 1)
  return day
}

/** Writes, publishes and fills them. */
export async function loadDemoOpenDays(context: Context, author: Staff, publisher: Staff): Promise<void> {
  const { db } = context
  const begin = async (draft: OpenDayDraft, slots: readonly SlotDraft[]) =>
    await db.transaction().execute(async (trx) => {
      const id = await beginOpenDay(trx, author.id, draft, true)
      const ids: string[] = []
      for (const one of slots) ids.push(await addSlot(trx, author.id, id, one))
      return { id, slots: ids }
    })
  const publish = async (id: string) => {
    const { revision } = await readForDesk(db, publisher, id)
    await publishOpenDay(context, publisher, id, revision)
  }
  const saturday = comingSaturday()
  const comes = await begin(week, [
    slot(saturday, '09:30:00', '11:00:00', { title: '第一场：菜价怎么采', capacity: 6 }),
    slot(saturday, '14:00:00', '15:30:00', { title: '第二场：数据是怎么采来的', capacity: 30 }),
    slot(plusDays(saturday, 1), '14:00:00', '15:30:00', {
      title: '第三场：数据是怎么采来的',
      capacity: 30,
      opensAt: at(plusDays(clock.today(), 3), '09:00:00')
    })
  ])
  await publish(comes.id)
  const [full = '', roomy = ''] = comes.slots
  for (const people of [3, 2, 1, 4, 2]) await bookDemo(context, full, partyOf(people))
  await bookDemo(context, roomy, partyOf(2, { needs: ['wheelchair'] }))
  await bookDemo(context, roomy, partyOf(5))

  const now = await begin(today, [
    slot(clock.today(), '09:00:00', '20:00:00', {
      title: '大厅咨询',
      capacity: 60,
      // it has just begun, at whatever hour the demo is loaded
      startsAt: hoursFrom(0),
      endsAt: hoursFrom(4),
      changeUntil: hoursFrom(-1)
    })
  ])
  await publish(now.id)
  for (const people of [1, 3, 2]) await bookDemo(context, now.slots[0] ?? '', partyOf(people))

  const was = await begin(past, [
    slot(plusDays(clock.today(), -16), '19:00:00', '20:30:00', { title: '线上问答', capacity: 200 })
  ])
  await publish(was.id)
  await writeAfter(context, author, was.id, {
    text: '共收到 41 个问题，当场回答 33 个，其余 8 个会后由住户调查科书面回答，已经收进“大家都在问”。',
    handedOut: 0
  })
  await begin(written, [])
}
