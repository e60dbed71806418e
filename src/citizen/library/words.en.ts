import type { LibraryWords } from './words.zh.ts'

export const words: LibraryWords = {
  title: 'Kept for reading',
  saved: 'Saved articles',
  noneSaved: 'No articles saved yet',
  noneSavedSay: 'Choose “Save” on an article: it is listed here with its pictures and opens without a network.',
  toReading: 'Go to the articles',
  changed: 'Corrected since you saved it',
  savedOn: (clock) => `saved ${clock}`,
  unsave: (title) => `Remove: ${title}`,
  unsaveShort: 'Remove',
  kept: 'Opens without a network',
  count: (articles, terms) =>
    `${articles} ${articles === 1 ? 'article' : 'articles'}, ${terms} ${terms === 1 ? 'term' : 'terms'}`,
  inColumn: (articles) => String(articles),
  glossary: 'Statistical terms',
  size: 'Room it takes',
  at: 'Checked with the bureau',
  notYet: 'Nothing yet. With the app open and a network it is kept by itself after a moment.',
  partly: 'Not complete; it goes on when there is a network.',
  rest: {
    cleared: 'You cleared it, so nothing is kept by itself. “Update” keeps it again.',
    full: 'The phone has no room, so nothing is kept. Make room, then choose “Update”.'
  },
  update: 'Update',
  updating: 'Updating',
  outcome: {
    current: 'Up to date.',
    busy: 'Another page is updating.',
    resting: 'Not updated.',
    full: 'The phone has no room for it.'
  },
  clear: 'Clear',
  clearTitle: 'Clear what is kept for reading',
  clearSay:
    'Articles, pictures, columns and terms are deleted from this phone; online they stay. Drafts, outbox and cases are not touched.',
  clearDo: 'Clear',
  cancel: 'Not now',
  cleared: 'Cleared.',
  unreadable: 'This phone keeps nothing',
  unreadableSay: 'Perhaps this is a private window. In a normal one, articles can be kept.'
}
