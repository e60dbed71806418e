/** How alike two letters are: the share of two-character pieces that they have in common. Pure; good enough to offer, never to decide. */

/** So much of a text says what it is about. */
const looked = 400

/** The pieces of title and text, without signs and spaces. */
export function piecesOf({ title, text }: { readonly title: string; readonly text: string }): ReadonlySet<string> {
  const letters = [...`${title} ${text}`.slice(0, looked).normalize('NFKC').toLowerCase()].filter((one) =>
    /[\p{L}\p{N}]/u.test(one)
  )
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))
}

/** 0: nothing in common, 1: the same pieces (Dice's coefficient). */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.size + other.size
  return all === 0 ? 0 : (2 * one.intersection(other).size) / all
}
