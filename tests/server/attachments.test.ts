import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileNameFor } from '#server/core/file-types.ts'
import { pdf } from './attachment-makers.ts'
import { download, filesOf, listening, one, over, sendFile, sendLetter, slugIn } from './attachment-stage.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, post } from './letter-stage.ts'
import { colleague, makeOffice } from './staff.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  await listening(fresh)
})

afterAll(async () => {
  await fresh.close()
})

describe('a letter names its files', () => {
  test('and each is awaited under its name, which the database does not know', async () => {
    const sender = await sendLetter(fresh, [
      { name: '林某某的房产证.pdf', size: 1000 },
      { name: '照片.heic', size: 2000 }
    ])
    expect(await filesOf(fresh, sender)).toEqual([
      {
        id: sender.ids[0],
        name: '林某某的房产证.pdf',
        size: 1000,
        received: 0,
        type: null,
        state: 'awaited',
        reason: null
      },
      { id: sender.ids[1], name: '照片.heic', size: 2000, received: 0, type: null, state: 'awaited', reason: null }
    ])
    const { rows } = await fresh.owner.query<{ row: string }>(
      `select a::text || encode(name_sealed, 'escape') as row from letter_attachments a where letter_id = $1`,
      [sender.letter.id]
    )
    expect(rows).toHaveLength(2)
    expect(rows.some(({ row }) => row.includes('林某某') || row.includes('房产证'))).toBe(false)
  })

  test('an id that belongs to another letter is refused, and the letter with it', async () => {
    const { id } = await one(fresh, 10)
    const thief = draft({ attachments: [{ id, name: 'x', size: 10 }] })
    const answer = await post(fresh.app, thief)
    expect([answer.statusCode, slugOf(answer)]).toEqual([409, 'already-sent'])
    const { rows } = await fresh.owner.query('select from letters where id = $1', [thief.id])
    expect(rows).toHaveLength(0)
  })

  test.each([
    ['more than 10 MB', [{ name: 'x', size: 10_485_761 }]],
    ['seven files', Array.from({ length: 7 }, () => ({ name: 'x', size: 1 }))],
    ['an empty file', [{ name: 'x', size: 0 }]]
  ])('%s can not be named', async (_name, files) => {
    const answer = await post(fresh.app, draft({ attachments: files.map((file) => ({ id: uuidv7(), ...file })) }))
    expect([answer.statusCode, slugOf(answer)]).toEqual([422, 'invalid'])
  })
})

describe('a kept file is read', () => {
  test('by its sender alone: another one gets what is answered for a file that is not there', async () => {
    const { sender, file } = await sendFile(fresh, pdf(), '材料.pdf')
    const other = await one(fresh, 10)
    const asked = async (number: string, id: string, authorization: string) => {
      const answer = await over(fresh, 'GET', `/letters/${number}/attachments/${id}`, { authorization })
      return [answer.status, slugIn(answer)]
    }
    expect(await asked(sender.number, file.id, other.authorization)).toEqual([404, 'holder-unknown'])
    expect(await asked(other.number, file.id, other.authorization)).toEqual([404, 'not-found'])
    expect(await asked(other.number, uuidv7(), other.authorization)).toEqual([404, 'not-found'])
    // not arrived yet
    expect(await asked(other.number, other.id, other.authorization)).toEqual([404, 'not-found'])
    expect((await download(fresh, sender)).status).toBe(200)
    const bare = await over(fresh, 'HEAD', `/letters/${sender.number}/attachments/${file.id}`, {
      authorization: sender.authorization
    })
    expect([bare.status, bare.headers['content-length'], bare.body.length]).toEqual([200, String(pdf().length), 0])
  })

  test('at the desk within the scope: staff of another office see nothing there', async () => {
    const { sender, file } = await sendFile(fresh, pdf(), '材料.pdf')
    const [own, elsewhere] = [await makeOffice(fresh.db, '价格科', 1), await makeOffice(fresh.db, '人口科', 2)]
    await fresh.owner.query(`update letters set state = 'assigned', office_id = $2 where id = $1`, [
      sender.letter.id,
      own
    ])
    const path = `/desk/letters/${sender.letter.id}/attachments/${file.id}`
    const asked = async (account: string, roles: Parameters<typeof colleague>[3], office: string | null, at = path) => {
      const { send } = await colleague(fresh.app, fresh.db, account, roles, office)
      const answer = await send('GET', at)
      return [answer.statusCode, slugOf(answer) ?? answer.headers['content-disposition']]
    }
    const name = `attachment; filename*=UTF-8''${encodeURIComponent('材料.pdf')}`
    expect(await asked('own', ['handler'], own)).toEqual([200, name])
    expect(await asked('registry', ['registryClerk'], null)).toEqual([200, name])
    expect(await asked('elsewhere', ['handler'], elsewhere)).toEqual([404, 'not-found'])
    expect(await asked('auditor', ['auditor'], null)).toEqual([403, 'not-permitted'])
    const foreign = await one(fresh, 10)
    expect(
      await asked('registry2', ['registryClerk'], null, `/desk/letters/${foreign.letter.id}/attachments/${file.id}`)
    ).toEqual([404, 'not-found'])
    expect((await over(fresh, 'GET', path, {})).status).toBe(401)
  })

  test('the interface tells that these are files', async () => {
    const { paths } = (await fresh.app.inject('/api/openapi.json')).json<{
      paths: Record<string, { get: { responses: Record<string, { content: Record<string, unknown> }> } }>
    }>()
    expect(paths['/api/letters/{number}/attachments/{id}']?.get.responses['200']?.content).toEqual({
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } }
    })
  })

  test.each([
    ['照片.HEIC', 'image/jpeg', '照片.jpg'],
    ['IMG.JPEG', 'image/jpeg', 'IMG.JPEG'],
    ['截屏.webp', 'image/png', '截屏.png'],
    ['../../etc/passwd', 'application/pdf', 'passwd.pdf'],
    ['C:\\Users\\林\\表.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '表.xlsx'],
    ['invoice.exe', 'application/pdf', 'invoice.exe.pdf'],
    ['a\u202Efdp.exe', 'application/pdf', 'afdp.exe.pdf'],
    ['a\r\nset-cookie: b\u0000.pdf', 'application/pdf', 'aset-cookie b.pdf'],
    ['.pdf', 'application/pdf', '附件.pdf'],
    ['  ..  ', 'image/png', '附件.png'],
    ['\uD800', 'image/png', '附件.png'],
    ['报表 2026.11', 'application/msword', '报表 2026.11.doc']
  ] as const)('%j is handed out under a name that harms nobody', (name, type, given) => {
    expect(fileNameFor(name, type)).toBe(given)
  })
})
