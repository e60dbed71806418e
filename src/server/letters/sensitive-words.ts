/** The list of words that staff keep for the moderator, and the second look at messages that hold the graver of them. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { boardParts, type Listing } from '#contract/board.ts'
import type { SensitiveLines, SensitivePlace, SensitiveWord, TakenLines } from '#contract/sensitive-words.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { letterFor } from './read.ts'
import { findWords, normalWord, wordTree, type ListedWord } from './sensitive-match.ts'

/** More words than any list has: it is read whole whenever a message is looked at. */
const longestList = 20_000

/** The list, those to be held first. */
export async function readWords(db: Db): Promise<SensitiveWord[]> {
  const { rows } = await sql<SensitiveWord>`
    select w.id, w.word, w.grade, p.name as "changedBy", w.changed_at as "changedAt"
    from sensitive_words w join people p on p.id = w.changed_by order by w.grade, w.word, w.id`.execute(db)
  return rows
}

/**
 * Takes lines into the list, or changes the grade of those it has. Words that are read alike are one word.
 * Throws `too-large` when the list would grow beyond all use.
 */
export async function takeLines(db: Db, staff: Staff, { lines, grade }: SensitiveLines): Promise<TakenLines> {
  const words = new Map<string, string>()
  const refused: string[] = []
  for (const line of lines) {
    const normal = normalWord(line)
    if ([...normal].length < 2) refused.push(line)
    else if (!words.has(normal)) words.set(normal, line.trim())
  }
  return await db.transaction().execute(async (trx) => {
    const entries = [...words].map(([normal, word]) => ({ id: uuidv7(), word, normal }))
    const { rows } = await sql<{ added: boolean }>`
      insert into sensitive_words as w (id, word, normal, grade, changed_by, changed_at)
      select e.id, e.word, e.normal, ${grade}, ${staff.id}, ${clock.now().toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e (id uuid, word text, normal text) order by e.normal
      on conflict (normal) do update
      set grade = excluded.grade, changed_by = excluded.changed_by, changed_at = excluded.changed_at
      where w.grade <> excluded.grade
      returning (xmax = 0) as added`.execute(trx)
    const counted = await sql<{ many: number }>`select count(*)::integer as many from sensitive_words`.execute(trx)
    if ((counted.rows[0]?.many ?? 0) > longestList) throw problem('too-large')
    const added = rows.filter((row) => row.added).length
    const changed = rows.length - added
    if (rows.length > 0)
      await audit(trx, {
        actorId: staff.id,
        act: 'words.changed',
        subjectKind: 'sensitive-words',
        subjectId: null,
        details: { grade, added, changed }
      })
    return { added, changed, known: words.size - rows.length, refused }
  })
}

/** Takes a word from the list. */
export async function removeWord(db: Db, staff: Staff, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ grade: string }>`
      delete from sensitive_words where id = ${id} returning grade`.execute(trx)
    const [row] = rows
    if (!row) return
    const details = { grade: row.grade }
    await audit(trx, { actorId: staff.id, act: 'word.removed', subjectKind: 'sensitive-words', subjectId: id, details })
  })
}

type Texts = Record<(typeof boardParts)[number], string>

/** What the list finds in a message and in the copy that would stand on the board. */
export interface WordsFound {
  readonly places: SensitivePlace[]
  /** the words to be held, as they are looked for */
  readonly held: readonly string[]
}

/** Holds both texts against the list as it is now. */
export async function wordsIn(db: Db | Trx, original: Texts, copy: Texts): Promise<WordsFound> {
  const { rows } = await sql<ListedWord>`select normal, grade from sensitive_words`.execute(db)
  const tree = wordTree(rows)
  const held = new Set<string>()
  const places: SensitivePlace[] = []
  for (const [of, texts] of [
    ['original', original],
    ['copy', copy]
  ] as const)
    for (const part of boardParts)
      for (const { start, end, grade, normal } of findWords(texts[part], tree)) {
        places.push({ of, part, start, end, text: texts[part].slice(start, end), grade })
        if (grade === 'hold') held.add(normal)
      }
  return { places, held: [...held] }
}

interface Look {
  readonly by: string
  readonly personId: string
  readonly reason: string
  readonly at: string
}

/** The newest second look that covers all of these words, and was taken by somebody else than `except`. */
async function lookAt(
  db: Db | Trx,
  letterId: string,
  held: readonly string[],
  except?: string
): Promise<Look | undefined> {
  const { rows } = await sql<Look>`
    select p.name as by, l.person_id as "personId", l.reason, l.at
    from second_looks l join people p on p.id = l.person_id
    where l.letter_id = ${letterId} and l.words @> ${held}::text[] and (${except ?? null}::uuid is null or l.person_id <> ${except ?? null})
    order by l.at desc, l.id desc limit 1`.execute(db)
  return rows[0]
}

/** What the moderator is shown of it. */
export async function wordStand(
  db: Db,
  staff: Staff,
  letterId: string,
  { places, held }: WordsFound
): Promise<Pick<Listing, 'words' | 'secondLook' | 'needsSecondLook'>> {
  const other = held.length === 0 ? undefined : await lookAt(db, letterId, held, staff.id)
  const look = held.length === 0 ? undefined : (other ?? (await lookAt(db, letterId, held)))
  return {
    words: places,
    needsSecondLook: held.length > 0 && other === undefined,
    secondLook: look ? { by: look.by, reason: look.reason, at: look.at, own: look.personId === staff.id } : null
  }
}

/** Throws `second-look-needed` unless somebody else than the one who lists it has decided upon all words to be held. */
export async function refuseUnlooked(trx: Trx, staff: Staff, letterId: string, { held }: WordsFound): Promise<void> {
  if (held.length > 0 && !(await lookAt(trx, letterId, held, staff.id))) throw problem('second-look-needed')
}

/** The decision of the second person. Throws `state-forbids` where nothing is held, `changed-meanwhile` for an older revision. */
export async function lookAgain(
  db: Db,
  staff: Staff,
  id: string,
  { reason, revision }: { readonly reason: string; readonly revision: number }
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const letter = await letterFor(trx, staff, id, 'letters:moderate', true)
    if (letter.kind !== 'message' || letter.state === 'withdrawn') throw problem('state-forbids')
    if (letter.revision !== revision) throw problem('changed-meanwhile')
    const { rows } = await sql<Texts>`select title, question from board_items where letter_id = ${id}`.execute(trx)
    const original = { title: letter.title, question: letter.text }
    const { held } = await wordsIn(trx, original, rows[0] ?? original)
    if (held.length === 0) throw problem('state-forbids')
    await sql`
      insert into second_looks (id, letter_id, person_id, words, reason, at)
      values (${uuidv7()}, ${id}, ${staff.id}, ${held}::text[], ${reason.trim()}, ${clock.now().toISOString()})`.execute(
      trx
    )
    await audit(trx, {
      actorId: staff.id,
      act: 'letter.second-look',
      subjectKind: 'letter',
      subjectId: id,
      details: { words: held.length }
    })
  })
}
