/** A copy that anybody will read, as it is typed: what in it looks like personal data is hidden, or stands for a reason. */
import { computed, type Ref } from 'vue'
import type { TObject } from 'typebox'
import type { Finding } from '#contract/answers.ts'
import { redactPlace } from '#contract/personal-data.ts'
import { brokenRule } from '#ui/rules-for.ts'
import { findMarked, type KnownText } from './text-marks.ts'

interface KeptReason {
  readonly text: string
  readonly reason: string
}

/** The parts of a copy, with the reasons why something in it may stand. */
export type TypedCopy<Part extends Finding['part']> = Record<Part, string> & { kept: KeptReason[] }

/** The reasons that the server keeps, from what it found. */
export function reasonsOf(findings: readonly { readonly text: string; readonly kept: string | null }[]): KeptReason[] {
  const reasons = new Map(findings.flatMap(({ text, kept }) => (kept === null ? [] : [[text, kept] as const])))
  return [...reasons].map(([text, reason]) => ({ text, reason }))
}

/** @param known what the server found when the copy was last kept: names, which only its dictionary knows */
export function useMarkedCopy<Part extends Finding['part']>(
  schema: TObject,
  parts: readonly Part[],
  typed: TypedCopy<Part>,
  known: Ref<{ readonly findings: readonly KnownText[] } | undefined>
) {
  const findings = computed(() => {
    const reasons = new Map(typed.kept.map(({ text, reason }) => [text, reason]))
    return parts.flatMap((part) =>
      findMarked(typed[part], known.value?.findings ?? []).map(({ kind, start, end }) => {
        const text = typed[part].slice(start, end)
        return { part, kind, start, end, text, kept: reasons.get(text) ?? null }
      })
    )
  })
  const undecided = computed(() => findings.value.filter(({ kept }) => kept === null).length)
  const faults = computed(() => Object.fromEntries(parts.map((part) => [part, brokenRule(schema, part, typed[part])])))
  const fits = computed(() => parts.every((part) => faults.value[part] === undefined))

  /** The reasons that are sent: those for what no longer stands in the copy are left out. */
  const keptReasons = computed(() => {
    const found = new Set(findings.value.map(({ text }) => text))
    return typed.kept.filter(({ text }) => found.has(text))
  })

  /** Hides one place. */
  function hide({ part, kind, start, end, text }: Finding & { readonly part: Part }): void {
    Object.assign(typed, { [part]: typed[part].slice(0, start) + redactPlace(text, kind) + typed[part].slice(end) })
  }

  /** Lets a text stand wherever it stands, and says why. */
  function keep(text: string, reason: string): void {
    typed.kept = [...typed.kept.filter((one) => one.text !== text), { text, reason }]
  }

  function unkeep(text: string): void {
    typed.kept = typed.kept.filter((one) => one.text !== text)
  }

  return { findings, undecided, faults, fits, keptReasons, hide, keep, unkeep }
}
