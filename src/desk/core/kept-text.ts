/**
 * The tab's own copy of what is typed and not on the server yet: it survives an error, a reload and a session that ran out.
 * It is kept by person, so that the next one at this computer doesn't find it.
 */
export interface KeptText {
  readonly text: string
  /** a reply, an article: what the server had when the typing began; a note: its id */
  readonly basedOn: string
}

export interface KeptPlace {
  /** what is typed: a reply, a note, the reason of an act */
  readonly what: string
  readonly personId: string
  /** the id of the letter or the article that it is about */
  readonly about: string
}

const prefix = 'wenzheng-desk-'

const keyOf = ({ what, personId, about }: KeptPlace) => `${prefix}${what}:${personId}:${about}`

export function keepText(place: KeptPlace, kept: KeptText): void {
  try {
    window.sessionStorage.setItem(keyOf(place), JSON.stringify(kept))
  } catch {
    // a full or forbidden storage must not stop the typing; the server's copy follows at the next pause
  }
}

export function keptText(place: KeptPlace): KeptText | undefined {
  try {
    const kept = window.sessionStorage.getItem(keyOf(place))
    return kept === null ? undefined : (JSON.parse(kept) as KeptText)
  } catch {
    return undefined
  }
}

export function forgetText(place: KeptPlace): void {
  try {
    window.sessionStorage.removeItem(keyOf(place))
  } catch {
    // nothing was kept where nothing can be removed
  }
}

const keptKeys = (): string[] => {
  try {
    return Object.keys(window.sessionStorage).filter((key) => key.startsWith(prefix))
  } catch {
    return []
  }
}

/** How many texts of this tab are nowhere else. */
export const countKeptTexts = (): number => keptKeys().length

/** Nothing that was typed stays in the tab: it may be of a caller, and the key by person hides it from the screens alone. */
export function forgetAllTexts(): void {
  for (const key of keptKeys()) window.sessionStorage.removeItem(key)
}
