import { describe, expect, test } from 'vitest'
import { letterKinds } from '#contract/letters.ts'
import { asDraft, isEmpty } from '../../src/citizen/core/drafts.ts'
import type { Draft, LetterItem } from '../../src/citizen/core/phone-rows.ts'
import { draftOf } from '../../src/citizen/core/post-letter.ts'
import { fileTrouble, sendableName } from '../../src/citizen/letters/file-rules.ts'
import { bodyOf, errorsIn } from '../../src/citizen/letters/letter-form.ts'

/** As the first version of the app kept it. */
const first = {
  id: '0193b000-0000-7000-8000-00000000a001',
  code: '0123-4567-89AB',
  deviceToken: 'a'.repeat(43),
  kind: 'enquiry',
  title: '旧草稿',
  text: '第一版写的内容',
  name: '',
  phone: '',
  email: '',
  savedAt: '2026-11-01T01:00:00.000Z'
} as const

describe('a draft of another version', () => {
  test('of the first version is whole again, and can be sent', () => {
    const draft = asDraft(first)
    expect(draft).toEqual({ ...first, files: [], publishConsent: false })
    expect(errorsIn(draft)).toEqual([])
    expect(bodyOf(draft)).toEqual({
      id: first.id,
      code: first.code,
      deviceToken: first.deviceToken,
      kind: 'enquiry',
      title: '旧草稿',
      text: '第一版写的内容',
      privacyNotice: '2026-11'
    })
  })

  test('of a form that knew more loses nothing that can still be read', () => {
    const kept = {
      ...first,
      topic: 'astrology',
      files: [{ id: 'x', name: 'a.pdf', type: '', size: 3 }, null, { id: 1 }],
      publishConsent: 'yes',
      phone: 138,
      later: 'kept'
    }
    expect(asDraft(kept as unknown as Draft)).toEqual({
      ...first,
      phone: '',
      files: [{ id: 'x', name: 'a.pdf', type: '', size: 3 }],
      publishConsent: false,
      later: 'kept'
    })
  })

  test('with nothing but a file is not empty', () => {
    const blank = asDraft({ ...first, title: ' ', text: '' })
    expect(isEmpty(blank)).toBe(true)
    expect(isEmpty({ ...blank, files: [{ id: 'x', name: 'a.pdf', type: '', size: 3 }] })).toBe(false)
  })
})

describe('a letter that comes back from the outbox', () => {
  test.each(letterKinds)('a %s is written as it was to be sent, whole', (kind) => {
    const { id, code, deviceToken, title, text } = first
    const file = { id: '0193b000-0000-7000-8000-00000000a002', name: '图.png', size: 3 }
    const body: LetterItem['body'] = {
      id,
      code,
      deviceToken,
      kind,
      topic: 'figures',
      ...(kind === 'fault' ? { page: '/articles/1' } : {}),
      title,
      text,
      contact: { name: '某某', phone: '13800000000', email: 'a@example.org' },
      attachments: [file],
      publishConsent: true,
      privacyNotice: '2026-11'
    }
    const item: LetterItem = {
      id,
      route: 'POST /letters',
      body,
      heldAt: first.savedAt,
      frozen: false,
      tries: 0,
      notBefore: 0
    }
    expect(bodyOf(draftOf(item, new Map([[file.id, 'image/png']])))).toEqual(body)
  })
})

describe('a file that was chosen', () => {
  test.each([
    ['照片.HEIC', '', 10, undefined],
    ['照片.jpg', 'image/jpeg', 10_485_760, undefined],
    ['照片.jpg', 'image/jpeg', 10_485_761, 'too-large'],
    ['表.xlsx', '', 10, undefined],
    ['空.pdf', 'application/pdf', 0, 'empty'],
    ['图.svg', 'image/svg+xml', 10, 'kind'],
    ['程序.exe', 'application/octet-stream', 10, 'kind'],
    ['没有后缀', '', 10, 'kind']
  ])('%s (%s, %d bytes): %s', (name, type, size, trouble) => {
    expect(fileTrouble({ name, type, size })).toBe(trouble)
  })

  test.each([
    ['报表.xlsx', '报表.xlsx'],
    ['../../报表\u0000.pdf', '.. .. 报表.pdf'],
    [`${'长'.repeat(200)}.pdf`, `${'长'.repeat(116)}.pdf`],
    ['\ud800', 'file'],
    ['  ', 'file']
  ])('%j is sent as %j', (name, sent) => {
    expect(sendableName(name)).toBe(sent)
    expect([...sent].length).toBeLessThanOrEqual(120)
  })
})
