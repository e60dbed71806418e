/**
 * The tab's own copy of a reply that isn't saved yet: it survives an error, a reload and a session that ran out.
 * It is kept by person, so that the next one at this computer doesn't find it.
 */
interface KeptText {
  readonly text: string
  /** the draft's version when the typing began; 0 when there was none */
  readonly basedOn: number
}

const keyOf = (personId: string, letterId: string) => `wenzheng-desk-reply:${personId}:${letterId}`

export function keepText(personId: string, letterId: string, kept: KeptText): void {
  try {
    window.sessionStorage.setItem(keyOf(personId, letterId), JSON.stringify(kept))
  } catch {
    // a full or forbidden storage must not stop the typing; the server's copy follows at the next pause
  }
}

export function keptText(personId: string, letterId: string): KeptText | undefined {
  try {
    const kept = window.sessionStorage.getItem(keyOf(personId, letterId))
    return kept === null ? undefined : (JSON.parse(kept) as KeptText)
  } catch {
    return undefined
  }
}

export function forgetText(personId: string, letterId: string): void {
  try {
    window.sessionStorage.removeItem(keyOf(personId, letterId))
  } catch {
    // nothing was kept where nothing can be removed
  }
}
