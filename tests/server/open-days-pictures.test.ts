/** Pictures of an open day: what is taken, who sees it, and when it goes, file and all. */
import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskOpenDay } from '#contract/open-days-desk.ts'
import { pictureMost, type PictureKind } from '#contract/open-days.ts'
import { clock } from '#server/core/clock.ts'
import { filesLock } from '#server/core/files.ts'
import { eraseDueAttendance } from '#server/open-days/erasure.ts'
import { jpegWithGps, pdf, picture } from './attachment-makers.ts'
import { slugOf } from './desk-browser.ts'
import { dayDraft, oneSlot, openBureau, openDay, shown, slotDraft, stage } from './open-day-stage.ts'

openBureau()

const caption = '采价员在菜场记价'

const add = async (id: string, bytes: Buffer, kind: PictureKind = 'shown', words = caption) =>
  await stage().clerk.send(
    'POST',
    `/desk/open-days/${id}/pictures?kind=${kind}&caption=${encodeURIComponent(words)}`,
    bytes,
    { 'content-type': 'application/octet-stream' }
  )

/** The open day after a picture was added, and the picture. */
const added = async (id: string, kind: PictureKind = 'shown', words = caption) => {
  const response = await add(id, await jpegWithGps(), kind, words)
  expect(response.statusCode, response.body).toBe(201)
  const day = response.json<DeskOpenDay>()
  const one = day.after.pictures.filter((other) => other.kind === kind).at(-1)
  if (!one) throw new Error('the picture is not there')
  return { day, one }
}

const get = async (address: string, headers: Record<string, string> = {}) =>
  await stage().fresh.app.inject({ url: `/api${address}`, headers })
const address = (id: string, pictureId: string) => `/open-days/${id}/pictures/${pictureId}`
const atDesk = async (id: string, pictureId: string) =>
  await stage().clerk.send('GET', `/desk${address(id, pictureId)}`)
const sizeOf = async (pictureId: string) => await stage().fresh.context.files.size(`${pictureId}.picture`)

describe('a picture that is shown', () => {
  test('is made anew and small, without what it told of its place, and is read with what was', async () => {
    const { id } = await oneSlot()
    expect((await shown(id)).after).toBeNull()
    const wide = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#246' } })
      .withExif({ IFD0: { Artist: 'Secret Camera' } })
      .png()
      .toBuffer()
    await add(id, wide)
    const { one } = await added(id)
    const pictures = (await shown(id)).after?.pictures ?? []
    expect(pictures.map(({ width, height }) => [width, height])[0]).toEqual([1280, 853])
    expect(pictures[1]).toEqual({ id: one.id, caption, width: one.width, height: one.height })
    for (const { id: pictureId } of pictures) {
      const { statusCode, headers, rawPayload } = await get(address(id, pictureId))
      expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([200, 'image/jpeg', 'no-cache'])
      expect(headers['content-disposition']).toMatch(/^inline;/)
      const { exif, format } = await sharp(rawPayload).metadata()
      expect([exif, format]).toEqual([undefined, 'jpeg'])
      expect(rawPayload.includes('Secret Camera')).toBe(false)
      expect((await get(address(id, pictureId), { 'if-none-match': String(headers['etag']) })).statusCode).toBe(304)
    }
  })

  test('is refused for what it is, with words that are missing or too long, before it is published, once it is cancelled', async () => {
    const { id } = await oneSlot()
    const good = await picture('jpeg')
    for (const [bytes, rule] of [
      [pdf(), 'type-unknown'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'type-unknown'],
      [good.subarray(0, good.length - 40), 'broken']
    ] as const) {
      const refused = await add(id, bytes)
      expect([slugOf(refused), refused.json<{ errors: unknown }>().errors]).toEqual([
        'file-refused',
        [{ pointer: '', rule }]
      ])
    }
    expect(slugOf(await add(id, good, 'shown', ' '.repeat(4)))).toBe('bad-request')
    expect(slugOf(await add(id, good, 'shown', '长'.repeat(81)))).toBe('bad-request')
    const { clerk, head } = stage()
    const draft = (await clerk.send('POST', '/desk/open-days', dayDraft())).json<DeskOpenDay>()
    expect(slugOf(await add(draft.id, good))).toBe('state-forbids')
    expect(draft.after.attendanceGoesOn).toBeNull()
    const { one } = await added(id)
    await head.send('POST', `/desk/open-days/${id}/cancellation`, { reason: '台风' })
    expect(slugOf(await add(id, good))).toBe('state-forbids')
    // what should never have been shown can be taken away all the same
    expect((await clerk.send('DELETE', `/desk${address(id, one.id)}`)).statusCode).toBe(200)
    expect((await shown(id)).after).toBeNull()
  })

  test('stands in the order that staff give, and goes with its file when they take it away', async () => {
    const { id } = await oneSlot()
    const words = ['第一张', '第二张', '第三张']
    for (const one of words) await added(id, 'shown', one)
    const { clerk, door } = stage()
    const [first, second, third] = (await shown(id)).after?.pictures ?? []
    if (!first || !second || !third) throw new Error('three were added')
    const arrange = async (pictures: readonly { id: string; caption: string }[]) =>
      await clerk.send('PUT', `/desk/open-days/${id}/pictures`, {
        kind: 'shown',
        pictures: pictures.map(({ id: own, caption: now }) => ({ id: own, caption: now }))
      })
    expect(slugOf(await arrange([third, first]))).toBe('changed-meanwhile')
    expect(slugOf(await arrange([third, first, first]))).toBe('changed-meanwhile')
    expect((await arrange([third, first, { ...second, caption: '改过的说明' }])).statusCode).toBe(200)
    expect((await shown(id)).after?.pictures.map((one) => one.caption)).toEqual(['第三张', '第一张', '改过的说明'])
    expect((await door.send('DELETE', `/desk${address(id, first.id)}`)).statusCode).toBe(403)
    expect(await sizeOf(first.id)).toBeGreaterThan(0)
    expect((await clerk.send('DELETE', `/desk${address(id, first.id)}`)).statusCode).toBe(200)
    expect((await get(address(id, first.id))).statusCode).toBe(404)
    expect(await sizeOf(first.id)).toBeUndefined()
    expect((await shown(id)).after?.pictures.map((one) => one.caption)).toEqual(['第三张', '改过的说明'])
    expect(slugOf(await clerk.send('DELETE', `/desk${address(id, first.id)}`))).toBe('not-found')
  })

  test('is one of twelve at most, each kind by itself, however many come at once', async () => {
    const { id } = await oneSlot()
    const small = await picture('jpeg')
    for (let count = 1; count < pictureMost; count += 1) expect((await add(id, small)).statusCode).toBe(201)
    const answers = await Promise.all([add(id, small), add(id, small), add(id, small)])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 422, 422])
    expect((await shown(id)).after?.pictures).toHaveLength(pictureMost)
    expect((await add(id, small, 'attendance')).statusCode).toBe(201)
  })

  test('belongs to its own open day only', async () => {
    const [one, other] = [await oneSlot(), await oneSlot()]
    const { one: own } = await added(one.id)
    expect((await get(address(other.id, own.id))).statusCode).toBe(404)
    expect((await atDesk(other.id, own.id)).statusCode).toBe(404)
    expect(slugOf(await stage().clerk.send('DELETE', `/desk${address(other.id, own.id)}`))).toBe('not-found')
  })
})

describe('a picture of attendance', () => {
  afterEach(() => clock.set(new Date('2026-12-01T04:00:00.000Z')))

  test('is for staff who read open days, and for nobody else', async () => {
    const { id } = await oneSlot()
    const { one } = await added(id, 'attendance', '签到表第一页')
    const open = await shown(id)
    expect(open.after).toBeNull()
    expect(JSON.stringify(open)).not.toContain('签到表')
    expect((await get(address(id, one.id))).statusCode).toBe(404)
    expect((await get(`/desk${address(id, one.id)}`)).statusCode).toBe(401)
    const { door, leader } = stage()
    expect((await door.send('GET', `/desk${address(id, one.id)}`)).statusCode).toBe(403)
    const read = await leader.send('GET', `/desk${address(id, one.id)}`)
    expect([read.statusCode, read.headers['cache-control'], read.headers['etag']]).toEqual([200, 'no-store', undefined])
    // a shown picture beside it does not open it
    await added(id)
    expect((await get(address(id, one.id))).statusCode).toBe(404)
  })

  test('is erased with the contacts of the last slot, its file too; what is shown stays', async () => {
    const { fresh } = stage()
    const last = slotDraft({ startsAt: '2026-12-07T06:00:00.000Z', endsAt: '2026-12-07T07:00:00.000Z' })
    const { id } = await openDay([{}, last])
    const { one } = await added(id, 'attendance')
    const { one: stays, day } = await added(id)
    expect(day.after.attendanceGoesOn).toBe('2027-01-06')
    clock.set(new Date('2027-01-05T04:00:00.000Z'))
    await eraseDueAttendance(fresh.context)
    expect(await sizeOf(one.id)).toBeGreaterThan(0)
    clock.set(new Date('2027-01-06T04:00:00.000Z'))
    const backup = await fresh.owner.connect()
    try {
      // while a backup reads the files none goes; nobody is shown it all the same
      await backup.query('select pg_advisory_lock_shared($1)', [filesLock])
      expect(await eraseDueAttendance(fresh.context)).toBe(1)
      expect(await sizeOf(one.id)).toBeGreaterThan(0)
      const { rows } = await fresh.owner.query('select from open_day_pictures where id = $1 and goes_at is null', [
        one.id
      ])
      expect(rows).toHaveLength(0)
    } finally {
      await backup.query('select pg_advisory_unlock_shared($1)', [filesLock])
      backup.release()
    }
    expect(await eraseDueAttendance(fresh.context)).toBe(0)
    expect(await sizeOf(one.id)).toBeUndefined()
    expect((await fresh.owner.query('select from open_day_pictures where id = $1', [one.id])).rowCount).toBe(0)
    const { rows } = await fresh.owner.query<{ details: { picture: string } }>(
      `select details from audit_events where act = 'openDay.attendanceErased' and subject_id = $1`,
      [id]
    )
    expect(rows.map(({ details }) => details.picture)).toEqual([one.id])
    expect((await get(address(id, stays.id))).statusCode).toBe(200)
  })

  test('that never came whole is not seen, and what there is of it goes', async () => {
    const { fresh } = stage()
    const { id } = await oneSlot()
    const { one } = await added(id, 'attendance')
    // as a crash leaves it, between its file and the row that says it is whole
    await fresh.owner.query(`update open_day_pictures set goes_at = $2 where id = $1`, [
      one.id,
      '2026-12-01T05:00:00.000Z'
    ])
    expect((await atDesk(id, one.id)).statusCode).toBe(404)
    await eraseDueAttendance(fresh.context)
    expect(await sizeOf(one.id)).toBeGreaterThan(0)
    clock.set(new Date('2026-12-01T05:00:01.000Z'))
    await eraseDueAttendance(fresh.context)
    expect(await sizeOf(one.id)).toBeUndefined()
  })
})
