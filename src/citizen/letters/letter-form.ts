/** A draft as the form judges it and as it is sent. */
import { Contact, LetterDraft } from '#contract/letters.ts'
import type { FieldError } from '#contract/problem.ts'
import { brokenRule, type FieldRule, longest, rulesFor } from '#ui/rules-for.ts'
import type { Draft } from '../core/phone.ts'

const fields = ['title', 'text', 'name', 'phone', 'email'] as const
export type FieldName = (typeof fields)[number]

type Say = (error: FieldError, value: string) => string

/** Where a field stands in the body that is sent. */
export function pointerOf(field: FieldName): string {
  return field === 'title' || field === 'text' ? `/${field}` : `/contact/${field}`
}

const schemaOf = (field: FieldName) => (field === 'title' || field === 'text' ? LetterDraft : Contact)

/** The contract's rules of one field, for Vant's form. */
export function rulesOf(field: FieldName, say: Say): FieldRule[] {
  return rulesFor(schemaOf(field), field, say, pointerOf(field).slice(0, -field.length - 1))
}

export function mostOf(field: FieldName): number {
  return longest(schemaOf(field), field)
}

/** All rules that the draft breaks. What goes to the board needs the consent to be seen there. */
export function errorsIn(draft: Draft): FieldError[] {
  const unseen = draft.kind === 'message' && !draft.publishConsent
  return [...brokenFields(draft), ...(unseen ? [{ pointer: '/publishConsent', rule: 'required' }] : [])]
}

function brokenFields(draft: Draft): FieldError[] {
  return fields.flatMap((field) => {
    const error = brokenRule(schemaOf(field), field, draft[field], pointerOf(field).slice(0, -field.length - 1))
    return error === undefined ? [] : [error]
  })
}

/** The body for the server; what was left empty is left out. */
export function bodyOf(draft: Draft): LetterDraft {
  const contact: Contact = {}
  for (const field of ['name', 'phone', 'email'] as const) {
    const value = draft[field].trim()
    if (value !== '') contact[field] = value
  }
  return {
    id: draft.id,
    code: draft.code,
    deviceToken: draft.deviceToken,
    kind: draft.kind,
    ...(draft.topic === undefined ? {} : { topic: draft.topic }),
    ...(draft.page === undefined ? {} : { page: draft.page }),
    title: draft.title.trim(),
    text: draft.text.trim(),
    ...(Object.keys(contact).length === 0 ? {} : { contact }),
    ...(draft.files.length === 0 ? {} : { attachments: draft.files.map(({ id, name, size }) => ({ id, name, size })) }),
    ...(draft.publishConsent ? { publishConsent: true } : {}),
    privacyNotice: '2026-11'
  }
}
