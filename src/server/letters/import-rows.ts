/** From a row of a table to a registration: which column is which field, and what is wrong with a row. Pure. */
import { uuidv7 } from 'uuidv7'
import type { ChannelSource } from '#contract/channels.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import { importFields, type BrokenCell, type ImportColumns, type ImportField } from '#contract/letters-ledger.ts'
import { becomeOf, fieldRules } from './import-fields.ts'
import type { Table, TableRow } from './read-table.ts'
import { plainNumber } from './register.ts'
import { wrongDays } from './register-rules.ts'

/** A column of a table that is a field. */
export interface Column {
  readonly at: number
  readonly heading: string
  readonly field: ImportField
}

/** What a table must have: a title can be made of the text. */
export const neededFields = ['receivedOn', 'text'] as const satisfies ImportField[]

/** The columns of this table that the mapping names. */
export const columnsOf = ({ headings }: Table, mapping: ImportColumns): Column[] =>
  mapping.flatMap(({ column, field }) => {
    const at = headings.indexOf(column)
    return at < 0 ? [] : [{ at, heading: column, field }]
  })

/** What the headings look like, each field once. */
export function guessColumns({ headings }: Table): ImportColumns {
  const guessed: { column: string; field: ImportField }[] = []
  for (const field of importFields) {
    const free = headings.filter((name) => name !== '' && !guessed.some(({ column }) => column === name))
    const exact = free.find((name) => name === fieldRules[field].name)
    const column = exact ?? free.find((name) => fieldRules[field].headings.test(name))
    if (column !== undefined) guessed.push({ column, field })
  }
  return guessed
}

const longestTitle = 30

/** The beginning of the text, up to its first stop. */
function titleFrom(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  const [sentence = ''] = line.split(/(?<=[。！？!?])/)
  const letters = [...(sentence.trim().length < 2 ? line : sentence)]
  return letters.length <= longestTitle ? letters.join('') : `${letters.slice(0, longestTitle - 1).join('')}…`
}

const dayReasons: Readonly<Record<string, string>> = {
  '/receivedOn maximum': '收到日期在今天以后',
  '/receivedOn minimum': '收到日期早于 60 天',
  '/dueOn minimum': '办结期限早于收到日期',
  '/dueOn maximum': '办结期限超过一年',
  '/dueReason dependentRequired': '写了期限由来，没有写办结期限'
}

const headingOf = (columns: readonly Column[], field: string): string =>
  columns.find((column) => column.field === field)?.heading ?? ''

type Values = Partial<Record<ImportField, string>>

function registrationOf(
  source: ChannelSource,
  values: Values & { receivedOn: string; text: string }
): LetterRegistration {
  const { name, phone, email, outerNumber, dueOn, dueReason, wayBackNote } = values
  const contact = { ...(name && { name }), ...(phone && { phone }), ...(email && { email }) }
  return {
    id: uuidv7(),
    source,
    receivedOn: values.receivedOn,
    kind: 'enquiry',
    topic: (values.topic ?? 'other') as LetterRegistration['topic'],
    title: values.title ?? titleFrom(values.text),
    text: values.text,
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(outerNumber && { outerNumber: plainNumber(outerNumber) }),
    ...(dueOn && { dueOn }),
    ...(dueReason && { dueReason }),
    wayBack: (values.wayBack ?? 'channel') as LetterRegistration['wayBack'],
    ...(wayBackNote && { wayBackNote })
  }
}

/** A row as a registration, or all that is wrong with it. */
export function readRow(
  { line, cells }: TableRow,
  columns: readonly Column[],
  { source, today }: { readonly source: ChannelSource; readonly today: string }
): LetterRegistration | readonly BrokenCell[] {
  const values: Values = {}
  const broken: BrokenCell[] = []
  for (const { at, heading, field } of columns) {
    const become = becomeOf(field, cells[at] ?? '', source)
    if (become === undefined) continue
    if ('reason' in become) broken.push({ line, column: heading, reason: become.reason })
    else values[field] = become.value
  }
  for (const field of neededFields) {
    const column = headingOf(columns, field)
    const told = values[field] !== undefined || broken.some((cell) => cell.column === column)
    if (!told) broken.push({ line, column, reason: `没有填${fieldRules[field].name}` })
  }
  const { receivedOn, text } = values
  if (broken.length > 0 || receivedOn === undefined || text === undefined) return broken
  const registration = registrationOf(source, { ...values, receivedOn, text })
  const wrong = wrongDays(registration, today).map(({ pointer, rule }) => ({
    line,
    column: headingOf(columns, pointer.slice(1)),
    reason: dayReasons[`${pointer} ${rule}`] ?? '日期不对'
  }))
  return wrong.length > 0 ? wrong : registration
}
