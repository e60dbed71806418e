/**
 * Whether a value is what a contract's schema says: for what comes from a file, where nothing may be taken on trust.
 * Only the keywords that the contract uses for what citizens send; an unknown one is an error of the program.
 */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: object
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

const known = new Set(
  'type const enum properties required additionalProperties items maxItems uniqueItems minLength maxLength pattern minimum maximum description'.split(
    ' '
  )
)

/** @throws RangeError for a schema that says more than is looked at here */
export function fits(described: object, value: unknown): boolean {
  for (const keyword of Object.keys(described))
    if (!known.has(keyword)) throw new RangeError(`the keyword ${keyword} is not looked at`)
  const schema: Schema = described
  if ('const' in schema) return value === schema.const
  if (schema.enum !== undefined) return schema.enum.includes(value)
  if (schema.type === 'string') return typeof value === 'string' && textFits(schema, value)
  if (schema.type === 'boolean') return typeof value === 'boolean'
  if (schema.type === 'integer') return Number.isSafeInteger(value) && within(schema, value as number)
  if (schema.type === 'array') return Array.isArray(value) && listFits(schema, value)
  if (schema.type === 'object') return isRecord(value) && recordFits(schema, value)
  throw new RangeError(`the type ${schema.type ?? 'unknown'} is not looked at`)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textFits({ minLength = 0, maxLength = Infinity, pattern }: Schema, text: string): boolean {
  const length = [...text].length
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text))
}

function within({ minimum = -Infinity, maximum = Infinity }: Schema, number: number): boolean {
  return number >= minimum && number <= maximum
}

function listFits({ items = {}, maxItems = Infinity, uniqueItems }: Schema, list: unknown[]): boolean {
  // the lists of the contract that name nothing twice are lists of words
  if (uniqueItems === true && new Set(list).size < list.length) return false
  return list.length <= maxItems && list.every((one) => fits(items, one))
}

/** The contract's objects that citizens send are all closed: a field that isn't named doesn't fit. */
function recordFits({ properties = {}, required = [] }: Schema, record: Record<string, unknown>): boolean {
  const names = Object.keys(record)
  return (
    required.every((name) => names.includes(name)) &&
    names.every((name) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
      return schema !== undefined && fits(schema, record[name])
    })
  )
}
