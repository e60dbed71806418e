/** Where in a copy something stands. */
import type { copyParts } from '#contract/answers.ts'

export type CopyPart = (typeof copyParts)[number]

export const partWords: Readonly<Record<CopyPart, string>> = { title: '标题', question: '来信', reply: '答复' }
