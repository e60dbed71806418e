/** The part of a reply that stands below its title in a list. */

const length = 90
/** what is shown before the word that was found */
const before = 12

/** Where a sentence or a clause begins: after its mark. */
const marks = /[。；！？，、\n]/

/** The beginning of a text, or the part where one of `words` stands that the beginning does not show. Counted in characters. */
export function excerptOf(text: string, words: readonly string[] = []): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  const lower = letters.map((letter) => letter.toLowerCase())
  const found = words
    .map((word) => lower.join('').indexOf(word))
    .filter((at) => at >= 0)
    .sort((a, b) => a - b)[0]
  let start = 0
  if (found !== undefined) {
    const at = [...lower.join('').slice(0, found)].length
    if (at > length - 20) {
      start = at - before
      const mark = letters.slice(start, at).findLastIndex((letter) => marks.test(letter))
      if (mark >= 0) start += mark + 1
    }
  }
  const part = letters.slice(start, start + length).join('')
  return `${start > 0 ? '…' : ''}${part}${start + length < letters.length ? '…' : ''}`
}
