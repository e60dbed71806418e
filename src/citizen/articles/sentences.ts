/** What is read aloud of a text, sentence by sentence: where it stopped can be gone on from on every device. */

/** A long sentence is cut at its commas: some voices break off after a quarter of a minute. */
const mostLetters = 120

/** Blocks that are read; pictures, charts and tables are looked at. */
const blocks = 'h2, h3, h4, p, li, blockquote, figcaption'

/** Cuts a text into sentences. */
export function sentencesOf(text: string): string[] {
  const whole = text.replace(/\s+/g, ' ').trim()
  return (whole.match(/[^。！？；!?;]+[。！？；!?;]*["”』」）]?/g) ?? []).flatMap((sentence) =>
    [...sentence].length <= mostLetters ? [sentence.trim()] : (sentence.match(/[^，,：:]+[，,：:]?/g) ?? [sentence])
  )
}

/** The sentences of an article as it stands in the page. */
export function readableIn(element: Element): string[] {
  return [...element.querySelectorAll(blocks)]
    .filter((block) => block.querySelector(blocks) === null && block.closest('table, svg') === null)
    .flatMap((block) => sentencesOf(block.textContent))
    .filter((sentence) => sentence !== '')
}

/** Seconds that letters take to be read: about four and a half Chinese signs a second. */
export const secondsFor = (letters: number, rate: number): number => letters / (4.5 * rate)

/** 1:12 */
export const showSeconds = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
