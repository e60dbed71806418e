import type { PrivacyWords } from './privacy.zh.ts'

export const privacy: PrivacyWords = {
  version: '2026-11',
  title: 'How personal data is used',
  close: 'I have read it',
  items: [
    {
      name: 'Who uses it',
      say: 'The city’s statistics bureau: the registry that receives, the office that handles, the person who signs. Nobody else sees it.'
    },
    {
      name: 'What is taken',
      say: 'The title and text you write, the files you add; name, phone and e-mail if you choose to leave them. No identity number, no address book, no location.'
    },
    {
      name: 'What for',
      say: 'To handle and answer this letter, and to ask you when something is unclear. Where you agree to it separately, a copy with personal data masked is published. For nothing else.'
    },
    {
      name: 'How it is kept',
      say: 'Name, phone and e-mail are kept apart from the letter, encrypted. Where and when a photo was taken is removed. Drafts, numbers and query codes stay on your own phone.'
    },
    {
      name: 'How long',
      say: 'Letter and answer as long as the rules for official papers ask; contact details for a time after the letter is closed, then they are deleted; your letter’s page says on which day.'
    },
    {
      name: 'Your rights',
      say: 'You may ask without contact details; look at your letter at any time with number and code; see all data, export it and delete contact details under “My data” of the letter; to correct them, send an enquiry with the number.'
    },
    {
      name: 'When you sign up for an event',
      say: 'Your mobile number, an e-mail address if you give one, how many come and which help they need: for keeping places, telling you of changes and receiving you, and for nothing else. It is deleted some days after the event; the ticket says when. You can see, save and delete it there.'
    },
    {
      name: 'On this phone',
      say: '“Clear this phone” under Me deletes drafts, receipts and query codes together.'
    }
  ],
  retention: {
    title: 'Until when',
    of: ': ',
    comma: ', ',
    kinds: { enquiry: 'enquiries', message: 'messages', mailbox: 'leader’s mailbox', fault: 'faults' },
    says: (months, years) =>
      `Name, phone and e-mail: deleted ${months} months after the letter is closed. Letter and answer: kept ${years} years from the closing on, by the rules of the archive.`
  }
}
