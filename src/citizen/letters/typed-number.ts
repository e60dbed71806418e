/** Reads a letter's number as people type it: any case, full-width signs, with or without dashes and spaces. */
export function readNumber(typed: string): string | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—－]/g, '')
  const found = /^([A-Z]{2})(\d{4})(\d{6,9})$/.exec(letters)
  return found === null ? undefined : found.slice(1).join('-')
}
