/** The ways that the letters of secret:planted go: one for each end and each answer that a letter can have. */
import { dayOf, plusDays } from '#contract/calendar.ts'
import { plantBoard } from './secret-board.ts'
import { plantKnowledge } from './secret-knowledge.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { Caller } from './secret-caller.ts'
import {
  bringTo,
  filesWithWords,
  sendPlanted,
  wordsOf,
  workOn,
  type Desk,
  type PlantedLetter
} from './secret-letters.ts'
import { portable } from './secret-files.ts'
import { reviewed } from './secret-reviews.ts'
import { plantTogether } from './secret-together.ts'

/** What anybody may read: without these the search of public places would prove nothing. */
export interface Control {
  readonly title: string
  readonly question: string
  readonly reply: string
}

export interface Published {
  readonly letters: readonly PlantedLetter[]
  readonly control: Control
  /** addresses of answers: the one that is public, and those that were */
  readonly publicAnswer: string
  readonly goneAnswers: readonly string[]
}

interface Copy {
  readonly title: string
  readonly question: string
  readonly reply: string
}

const propose = async (
  caller: Caller,
  desk: Desk,
  { id, office }: PlantedLetter,
  copy: Copy,
  version: number,
  reason: string
): Promise<void> => {
  const session = desk.handlers[office ?? 0]
  const names = { id }
  const path = '/desk/letters/:id/publication'
  const first = await caller.call('PUT', path, names, { session, body: { ...copy, kept: [], version } })
  const { findings } = first.body as { findings: readonly { text: string }[] }
  const kept = findings.map(({ text }) => ({ text, reason }))
  if (kept.length > 0) await caller.call('PUT', path, names, { session, body: { ...copy, kept, version: version + 1 } })
}

const newestVersion = async (caller: Caller, session: Desk['registry'], id: string): Promise<number> =>
  ((await caller.call('GET', '/desk/letters/:id/publication', { id }, { session })).body as { version: number }).version

/** Publishes a copy with words of its own; returns the answer's id. */
const publish = async (
  caller: Caller,
  desk: Desk,
  letter: PlantedLetter,
  copy: Copy,
  reason: string
): Promise<string> => {
  const { id } = letter
  await propose(caller, desk, letter, copy, await newestVersion(caller, desk.registry, id), reason)
  const version = await newestVersion(caller, desk.registry, id)
  const told = await caller.call(
    'POST',
    '/desk/letters/:id/publication/approval',
    { id },
    {
      session: desk.registry,
      body: { version }
    }
  )
  return (told.body as { publishedAs: string }).publishedAs
}

const copyOf = (caller: Caller, key: string, which: string): Copy => {
  const own = wordsOf(caller.words, key)
  return {
    title: `粮食产量${own.desk(`${which}, title`)}`,
    question: `请问粮食产量是多少？${own.desk(`${which}, question`)}，来信 ${own.latin(`${which}, e-mail that may stand`, 'desk')}@example.com`,
    reply: `粮食产量为 62.4 万吨。${own.desk(`${which}, reply`)}`
  }
}

/** Answered, rated and published without its words; then a copy that nobody approves, and a follow-up. */
const published = async (caller: Caller, desk: Desk): Promise<[PlantedLetter, Control, string]> => {
  const key = 'published'
  const { words } = caller
  const own = wordsOf(words, key)
  const sent = await sendPlanted(caller, key, { publishConsent: true, files: await filesWithWords(words, key) })
  const { act } = workOn(caller, desk, sent)
  const { number, authorization, id } = sent
  const address = `${words.makeLatin(`${key}: address of notices`, 'sealed', key)}@example.com`
  const choice = { channel: 'email', on: true, language: 'zh', address }
  await caller.call('PUT', '/letters/:number/notices', { number }, { authorization, body: choice })
  await act(desk.registry, 'POST', 'assignment', { officeId: desk.offices[0] })
  await act(desk.handlers[0], 'POST', 'questions', { text: `请问是哪一年？${own.sender('question of the bureau')}` })
  await act(desk.handlers[0], 'POST', 'pause', {
    reason: 'survey-open',
    words: `等调查结束。${own.sender('words of a pause')}`,
    until: plusDays(dayOf(new Date()), 7)
  })
  const message = async (kind: 'supplement' | 'followUp', text: string): Promise<void> => {
    const body = { id: uuidv7(), kind, text }
    await caller.call('POST', '/letters/:number/messages', { number }, { authorization, body, status: 201 })
  }
  await message('supplement', `去年。${own.sender('supplement')}`)
  await act(desk.handlers[0], 'PUT', 'draft', { text: `先这样答。${own.desk('draft that was returned')}` })
  await act(desk.handlers[0], 'POST', 'submission')
  await act(desk.heads[0], 'POST', 'return', { reason: `请核对。${own.desk('reason of the return')}` })
  const letter = await bringTo(caller, desk, sent, { office: 0, until: 'answered' })
  await caller.call(
    'PUT',
    '/letters/:number/rating',
    { number },
    {
      authorization,
      body: { grade: 2, reasons: ['other'], comment: `还行。${own.sender('comment of the rating')}` }
    }
  )
  await propose(
    caller,
    desk,
    letter,
    copyOf(caller, key, 'first copy'),
    0,
    own.desk('why it may stand in the first copy')
  )
  const control: Control = {
    title: words.make('control: title', 'public'),
    question: words.make('control: question', 'public'),
    reply: words.make('control: reply', 'public')
  }
  const answer = await publish(
    caller,
    desk,
    letter,
    {
      title: `粮食产量${control.title}`,
      question: `请问粮食产量是多少？${control.question}`,
      reply: `粮食产量为 62.4 万吨，可拨打电话 0571-87654321 询问。${control.reply}`
    },
    own.desk('why it may stand in the public copy')
  )
  await propose(
    caller,
    desk,
    letter,
    copyOf(caller, key, 'copy that waits'),
    await newestVersion(caller, desk.registry, id),
    own.desk('why it may stand in the copy that waits')
  )
  await message('followUp', `那么前年呢？${own.sender('follow-up')}`)
  await act(desk.handlers[0], 'PUT', 'draft', { text: `前年为 61 万吨。${own.desk('draft of the second reply')}` })
  return [letter, control, answer]
}

/** Published, read by people, and then taken back: by the bureau, and by the sender. */
const takenBack = async (
  caller: Caller,
  desk: Desk,
  by: 'bureau' | 'sender',
  visit: (path: string) => Promise<void>
) => {
  const key = `taken back by the ${by}`
  const own = wordsOf(caller.words, key)
  const letter = await bringTo(caller, desk, await sendPlanted(caller, key, { publishConsent: true }), {
    office: 0,
    until: 'answered'
  })
  const answer = await publish(caller, desk, letter, copyOf(caller, key, 'copy'), own.desk('why it may stand'))
  // what was kept of pages before the answer came is forgotten a moment later
  await wait(300)
  for (const path of ['/answers', '/en/answers', `/answers/${answer}`, `/en/answers/${answer}`]) await visit(path)
  return {
    letter,
    answer,
    withdraw: async (): Promise<void> => {
      const { id, number, authorization } = letter
      if (by === 'bureau')
        await caller.call(
          'POST',
          '/desk/letters/:id/publication/withdrawal',
          { id },
          {
            session: desk.registry,
            body: { reason: `有误。${own.desk('reason of taking back')}` }
          }
        )
      else await caller.call('PUT', '/letters/:number/consent', { number }, { authorization, body: { publish: false } })
    }
  }
}

/** Letters that end or wait without being published. */
const unpublished = async (caller: Caller, desk: Desk): Promise<PlantedLetter[]> => {
  const { words } = caller
  const send = async (key: string, publishConsent = false) => await sendPlanted(caller, key, { publishConsent })
  const { registry } = desk

  const refused = await send('refused')
  await workOn(caller, desk, refused).act(registry, 'POST', 'refusal', {
    reason: wordsOf(words, 'refused').sender('reason of the refusal')
  })
  const transferred = await send('transferred')
  const directory = await caller.call('GET', '/desk/departments', {}, { session: registry })
  const [department] = directory.body as readonly { id: string }[]
  await workOn(caller, desk, transferred).act(registry, 'POST', 'transfer', {
    departmentId: department?.id,
    reason: wordsOf(words, 'transferred').sender('reason of the transfer')
  })
  const withdrawn = await send('withdrawn')
  const { number, authorization } = withdrawn
  await caller.call(
    'POST',
    '/letters/:number/withdrawal',
    { number },
    {
      authorization,
      body: { reason: wordsOf(words, 'withdrawn').sender('reason of the withdrawal') }
    }
  )
  const givenBack = await bringTo(caller, desk, await send('given back'), { office: 0, until: 'drafting' })
  await workOn(caller, desk, givenBack).act(
    desk.handlers[0],
    'POST',
    'give-back',
    { reason: wordsOf(words, 'given back').desk('reason of giving back') },
    204
  )
  const signing = await bringTo(caller, desk, await send('signing'), { office: 1, until: 'signing' })
  const answered = await bringTo(caller, desk, await send('answered'), { office: 1, until: 'answered' })
  await caller.call(
    'PUT',
    '/letters/:number/rating',
    { number: answered.number },
    {
      authorization: answered.authorization,
      body: { grade: 5, comment: wordsOf(words, 'answered').sender('comment of the rating') }
    }
  )
  const waiting = await bringTo(caller, desk, await send('proposed', true), { office: 1, until: 'answered' })
  await propose(caller, desk, waiting, copyOf(caller, 'proposed', 'copy'), 0, wordsOf(words, 'proposed').desk('why'))
  const content = portable(wordsOf(words, 'received').latin('file on its way', 'sender'))
  const received = await sendPlanted(caller, 'received', {
    files: [{ content, ending: 'pdf', length: content.length - 8 }]
  })
  const nowhere = [refused, transferred, withdrawn, received].map((letter) => ({ ...letter, office: undefined }))
  return [...nowhere, { ...givenBack, office: undefined }, signing, answered, waiting]
}

/** Sends all letters on their ways; `visit` opens a page as anybody would. */
export const sendAll = async (
  caller: Caller,
  desk: Desk,
  visit: (path: string) => Promise<void>
): Promise<Published> => {
  const [first, control, publicAnswer] = await published(caller, desk)
  const others = [
    ...(await unpublished(caller, desk)),
    ...(await reviewed(caller, desk)),
    ...(await plantBoard(caller, desk)),
    ...(await plantTogether(caller, desk))
  ]
  await plantKnowledge(caller, desk)
  const byBureau = await takenBack(caller, desk, 'bureau', visit)
  const bySender = await takenBack(caller, desk, 'sender', visit)
  await byBureau.withdraw()
  await bySender.withdraw()
  // as long as a page may still be answered from memory
  await wait(500)
  return {
    letters: [first, ...others, byBureau.letter, bySender.letter],
    control,
    publicAnswer,
    goneAnswers: [byBureau.answer, bySender.answer]
  }
}
