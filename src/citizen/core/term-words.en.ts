import type { TermWords } from './term-words.zh.ts'

export const words: TermWords = {
  scope: 'What is counted',
  method: 'How it is made',
  source: 'Laid down in',
  aliases: 'Also called',
  see: 'Beside it',
  ask: 'Ask about this term',
  whole: 'On a page of its own',
  askAbout: (name, address) => `About the term “${name}” (${address}):\n`,
  loading: 'Loading',
  unread: 'The term could not be read',
  gone: 'There is no such term'
}
