/** Canned texts: fetched once when they are first needed, and again after each change. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { CannedText, CannedTextDraft } from '#contract/letters-texts.ts'
import { deskCall } from '../core/desk-call.ts'

/** Bounds of `CannedTextDraft` in the contract, in characters. */
export const textBounds = { title: { shortest: 2, longest: 40 }, text: { shortest: 2, longest: 2000 } } as const

export const useTexts = defineStore('canned-texts', () => {
  const texts = shallowRef<readonly CannedText[]>()
  const trouble = ref<unknown>()

  async function load(): Promise<void> {
    trouble.value = undefined
    try {
      texts.value = await deskCall('GET /desk/texts', {})
    } catch (error) {
      trouble.value = error
    }
  }

  /** Adds a text, or changes the one with this id. Throws what `api` throws. */
  async function keep(draft: CannedTextDraft, id?: string): Promise<void> {
    if (id === undefined) await deskCall('POST /desk/texts', { body: draft })
    else await deskCall('PUT /desk/texts/:id', { params: { id }, body: draft })
    await load()
  }

  async function remove(id: string): Promise<void> {
    await deskCall('DELETE /desk/texts/:id', { params: { id } })
    await load()
  }

  return { texts, trouble, load, keep, remove }
})

/** Texts whose title or words hold all of what was typed, those with it in the title first. */
export function findTexts(texts: readonly CannedText[], typed: string): readonly CannedText[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const named = texts.filter(({ title }) => holds(title))
  return [...named, ...texts.filter((one) => !named.includes(one) && holds(`${one.title} ${one.text}`))]
}
