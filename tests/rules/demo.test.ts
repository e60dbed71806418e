/** The demo's content: within the contract's limits, spread over states and deadlines, and no two items alike. */
import { LetterDraft } from '#contract/letters.ts'
import { ReplyText } from '#contract/letters-desk.ts'
import { AccountName, PersonName, roles } from '#contract/people.ts'
import { type DemoLetter, demoLetters } from '#server/letters/demo.ts'
import { type DemoOffice, demoOffices, demoPeople, type DemoPerson } from '#server/people/demo.ts'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'

/** working days an enquiry may take */
const limit = 15

const inState = (state: DemoLetter['state']) => demoLetters.filter((letter) => letter.state === state)
const isOpen = (letter: DemoLetter) => letter.state !== 'answered'
const replyOf = (letter: DemoLetter) => ('reply' in letter ? letter.reply : undefined)
const officeOf = (letter: DemoLetter) => ('officeKey' in letter ? letter.officeKey : undefined)
const staffOf = (office: DemoOffice, role: DemoPerson['roles'][number]) =>
  demoPeople.filter((person) => person.officeKey === office.key && person.roles.includes(role))

/** Sentences that say something: shorter ones, such as a greeting, may repeat. */
const sentencesOf = (text: string) =>
  text
    .split(/[。？！；\n]/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => [...sentence].length >= 6)

describe('demo staff', () => {
  test('six offices with a key and a name of their own', () => {
    expect(demoOffices).toHaveLength(6)
    expect(new Set(demoOffices.map((office) => office.key)).size).toBe(6)
    expect(new Set(demoOffices.map((office) => office.name)).size).toBe(6)
  })

  test('accounts and names are what the contract takes, and unique', () => {
    for (const person of demoPeople) {
      expect(Value.Check(AccountName, person.account), person.account).toBe(true)
      expect(Value.Check(PersonName, person.name), person.name).toBe(true)
      expect(person.roles.length, person.account).toBeGreaterThan(0)
    }
    expect(new Set(demoPeople.map((person) => person.account)).size).toBe(demoPeople.length)
    expect(new Set(demoPeople.map((person) => person.name)).size).toBe(demoPeople.length)
  })

  test('every role is held, and every office named exists', () => {
    expect(new Set(demoPeople.flatMap((person) => person.roles))).toEqual(new Set(roles))
    const keys = new Set<string | null>([null, ...demoOffices.map((office) => office.key)])
    expect(demoPeople.filter((person) => !keys.has(person.officeKey))).toEqual([])
  })

  test('at least two offices have both a handler and a head, who are two people', () => {
    const complete = demoOffices.filter((office) => {
      const heads = staffOf(office, 'officeHead')
      return heads.length > 0 && staffOf(office, 'handler').some((handler) => !heads.includes(handler))
    })
    expect(complete.length).toBeGreaterThanOrEqual(2)
  })
})

describe('demo letters', () => {
  test('twenty, spread over all states', () => {
    expect(demoLetters).toHaveLength(20)
    const states = ['received', 'accepted', 'assigned', 'drafting', 'signing', 'answered'] as const
    expect(states.map((state) => [state, inState(state).length])).toEqual([
      ['received', 3],
      ['accepted', 1],
      ['assigned', 5],
      ['drafting', 1],
      ['signing', 4],
      ['answered', 6]
    ])
  })

  test('each could have been sent by a phone', () => {
    for (const { title, text, contact } of demoLetters) {
      const draft = {
        id: '019ab000-0000-7000-8000-000000000000',
        code: '0000-0000-0000',
        deviceToken: 'A'.repeat(43),
        kind: 'enquiry',
        title,
        text,
        ...(contact && { contact }),
        privacyNotice: '2026-11'
      }
      expect(Value.Check(LetterDraft, draft), title).toBe(true)
    }
  })

  test('replies are a plain paragraph to the reader', () => {
    for (const reply of demoLetters.map(replyOf).filter((text) => text !== undefined)) {
      expect(Value.Check(ReplyText, reply)).toBe(true)
      expect([...reply].length, reply).toBeGreaterThanOrEqual(100)
      expect([...reply].length, reply).toBeLessThanOrEqual(300)
      expect(reply).toContain('您')
      expect(reply).not.toMatch(/温馨提示|抱歉|亲爱|！|!/u)
    }
  })

  test('an office that has a letter can handle it; a draft has somebody who may sign it', () => {
    const leaders = demoPeople.filter((person) => person.roles.includes('leader'))
    for (const letter of demoLetters.filter((letter) => 'officeKey' in letter)) {
      const office = demoOffices.find(({ key }) => key === officeOf(letter))
      if (!office) throw new Error(`no such office: ${letter.title}`)
      const handlers = staffOf(office, 'handler')
      const signers = [...staffOf(office, 'officeHead'), ...leaders]
      expect(
        handlers.some((handler) => signers.some((signer) => signer !== handler)),
        letter.title
      ).toBe(true)
    }
  })

  test('days: whole, answered after the receipt and not later than today', () => {
    for (const letter of demoLetters) {
      expect(Number.isInteger(letter.receivedWorkingDaysAgo) && letter.receivedWorkingDaysAgo >= 0, letter.title).toBe(
        true
      )
      if (letter.state !== 'answered') continue
      expect(Number.isInteger(letter.repliedAfterWorkingDays), letter.title).toBe(true)
      expect(letter.repliedAfterWorkingDays, letter.title).toBeGreaterThan(0)
      expect(letter.repliedAfterWorkingDays, letter.title).toBeLessThanOrEqual(letter.receivedWorkingDaysAgo)
    }
  })

  test('deadlines: some overdue, some due today, some within two working days, some far; one answered late', () => {
    const left = demoLetters.filter(isOpen).map((letter) => limit - letter.receivedWorkingDaysAgo)
    expect(left.filter((days) => days < 0).length).toBeGreaterThanOrEqual(2)
    expect(left.filter((days) => days === 0).length).toBeGreaterThanOrEqual(1)
    expect(left.filter((days) => days === 1 || days === 2).length).toBeGreaterThanOrEqual(2)
    expect(left.filter((days) => days > 2).length).toBeGreaterThanOrEqual(5)
    const late = demoLetters.filter((letter) => letter.state === 'answered' && letter.repliedAfterWorkingDays > limit)
    expect(late).toHaveLength(1)
  })

  test('no sentence stands twice, in one item or in two', () => {
    const sentences = demoLetters.flatMap((letter) =>
      [letter.title, letter.text, replyOf(letter) ?? '', 'question' in letter ? (letter.question ?? '') : ''].flatMap(
        sentencesOf
      )
    )
    const seen = new Set<string>()
    const twice = sentences.filter((sentence) => seen.size === seen.add(sentence).size)
    expect(twice).toEqual([])
    expect(seen.size).toBeGreaterThan(100)
  })

  test('contacts are made up: example.com, a run of noughts, each used once', () => {
    const contacts = demoLetters.flatMap(({ contact }) => contact ?? [])
    const phones = contacts.flatMap(({ phone }) => phone ?? [])
    expect(contacts.length).toBeGreaterThan(0)
    expect(contacts.length).toBeLessThan(demoLetters.length)
    for (const phone of phones) expect(phone).toMatch(/^1380000\d{4}$/u)
    expect(new Set(phones).size).toBe(phones.length)
    for (const email of contacts.flatMap(({ email }) => email ?? [])) expect(email).toMatch(/@example\.com$/u)
  })
})
