import { caseWords } from '../core/case-words.ts'
import { noticeWords } from '../core/notice-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { bookWords } from './book-words.ts'
import { type TicketWords, words } from './ticket-words.zh.ts'

const own = defineWords(words, async () => (await import('./ticket-words.en.ts')).words)

/** A booking is changed with the words of its form; number and code are copied, notices chosen as for a letter. */
export const ticketWords: WordSet<TicketWords> = {
  load: async (language) => {
    await Promise.all([
      own.load(language),
      bookWords.load(language),
      caseWords.load(language),
      noticeWords.load(language)
    ])
  },
  in: own.in
}
