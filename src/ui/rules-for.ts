/** Form rules out of the contract's schemas, so that a draft is judged on the phone as the server will judge it. */
import type { FieldError } from '#contract/problem.ts'

// TypeBox's static type hides the bounds of a property: the schema is read as the JSON that it is.
interface TextSchema {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, TextSchema>>
  readonly required?: readonly string[]
}

/** A rule as Vant's Form takes it: `true`, or the sentence to show. */
export interface FieldRule {
  readonly validator: (value: unknown) => true | string
}

/** The bound of a text field, in characters, as the schema sets it. */
export function longest(schema: object, name: string): number {
  return (schema as ObjectSchema).properties?.[name]?.maxLength ?? Number.POSITIVE_INFINITY
}

/** Characters as the server counts them: code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  return [...text].length
}

/**
 * The first rule that a text breaks, in the same shape as the server's 422, or undefined.
 * Spaces at the ends don't count; an empty field that may be left out breaks nothing.
 * @param pointer where the schema's object stands in the body, '' for the body itself
 */
export function brokenRule(schema: object, name: string, value: string, pointer = ''): FieldError | undefined {
  const { properties, required } = schema as ObjectSchema
  const field = properties?.[name] ?? {}
  const text = value.trim()
  const at = `${pointer}/${name}`
  const length = countCharacters(text)
  if (length === 0) return required?.includes(name) === true ? { pointer: at, rule: 'required' } : undefined
  if (field.minLength !== undefined && length < field.minLength)
    return { pointer: at, rule: 'minLength', limit: field.minLength }
  if (field.maxLength !== undefined && length > field.maxLength)
    return { pointer: at, rule: 'maxLength', limit: field.maxLength }
  if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(text)) return { pointer: at, rule: 'pattern' }
  return undefined
}

/** The rules of one field for Vant's Form; `say` turns a broken rule into a sentence. */
export function rulesFor(
  schema: object,
  name: string,
  say: (error: FieldError, value: string) => string,
  pointer = ''
): FieldRule[] {
  return [
    {
      validator: (value) => {
        const text = typeof value === 'string' ? value : ''
        const error = brokenRule(schema, name, text, pointer)
        return error === undefined ? true : say(error, text)
      }
    }
  ]
}
