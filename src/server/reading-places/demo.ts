/** The demo's reading places: the bureau's own, and one at the archive that closes for two days soon; three dozen visits. */
import { uuidv7 } from 'uuidv7'
import { isWorkingDay, plusDays } from '#contract/calendar.ts'
import { visitPurposes, type ReadingPlaceDraft } from '#contract/reading-places-desk.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { announcedCalendar } from '../core/working-calendar.ts'
import { addReadingPlace } from './places.ts'
import { storeVisit } from './visits.ts'

const hall: ReadingPlaceDraft = {
  name: '示例市统计局办事大厅',
  address: '示例市滨河路 18 号一楼',
  directions: '地铁 2 号线“滨河路”站 C 口出来往东 300 米；12 路、37 路公交“统计局”站下车就是。',
  accessibility: '东门有坡道，不用上台阶；查阅台有一个矮位，坐轮椅够得着。',
  phone: '010-5555 0126',
  offers:
    '统计公报、统计年鉴、公开目录和指南\n两台查询电脑，可以打印\n每次复印 20 页以内不收钱\n不会用电脑的，窗口帮着查',
  rule: '年鉴在馆内看，不外借。',
  hours: {
    workday: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '17:00' }
    ],
    restday: []
  },
  closures: []
}

const archive = (): ReadingPlaceDraft => ({
  name: '示例市档案馆公开信息查阅室',
  address: '示例市学院路 6 号档案馆二楼',
  directions: '3 路、21 路公交“档案馆”站下车。地下车库查阅的人停两小时不收钱。',
  accessibility: '西侧有直梯到二楼，二楼有无障碍卫生间。',
  phone: '010-5555 0240',
  offers: '历年统计公报和年鉴的纸本\n各部门主动公开的文件\n放大镜和大字阅读器',
  rule: '包存在门口的柜子里，带铅笔和本子进。',
  hours: { workday: [{ from: '08:30', to: '17:30' }], restday: [{ from: '09:00', to: '16:00' }] },
  closures: [{ from: plusDays(clock.today(), 9), to: plusDays(clock.today(), 10), reason: '库房消毒' }]
})

/** So many visits are spread over the days of this year that have passed. */
const visits = 36

/** Adds both, and who came. */
export async function loadDemoReadingPlaces(db: Db, author: Staff): Promise<void> {
  const add = async (draft: ReadingPlaceDraft): Promise<string> =>
    (await addReadingPlace(db, author, { ...draft, id: uuidv7() }, { demo: true })).id
  const [ofHall, ofArchive] = [await add(hall), await add(archive())]
  const today = clock.today()
  const passed = Math.round((Date.parse(today) - Date.parse(`${today.slice(0, 4)}-01-01`)) / 86_400_000)
  await db.transaction().execute(async (trx) => {
    for (let n = 0; n < visits; n += 1) {
      const day = plusDays(today, Math.round((n * passed) / visits) - passed)
      const closed = new Date(`${day}T16:00:00+08:00`)
      await storeVisit(
        trx,
        author,
        // the hall is shut on days of rest
        isWorkingDay(day, announcedCalendar) && n % 3 > 0 ? ofHall : ofArchive,
        { id: uuidv7(), day, purpose: visitPurposes[(n % 7) % visitPurposes.length] ?? 'read', people: 1 + (n % 4) },
        { at: closed < clock.now() ? closed : clock.now(), demo: true }
      )
    }
  })
}
