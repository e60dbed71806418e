import type { NoticeWords } from './notice-words.zh.ts'

export const words: NoticeWords = {
  title: 'Tell me what happens',
  say: {
    letters:
      'One message each when it is accepted, asked about, answered or due another day. It names the number, nothing of the content.',
    bookings:
      'One message each when places are held for you, time or place change, it is called off, and the day before. It names the number, nobody who comes.'
  },
  channels: { email: 'By e-mail', sms: 'By text message' },
  off: 'Off',
  offer: (address) => `To ${address}, once you turn it on`,
  goesTo: (address, language) => `To ${address}, in ${language}`,
  change: 'Change address or language',
  addresses: { email: 'E-mail', sms: 'Mobile number' },
  hints: { email: 'such as name@example.com', sms: '11 digits' },
  kept: (address) => `Left empty: ${address}`,
  language: 'Language of the messages',
  languages: { zh: 'Chinese', en: 'English' },
  private: {
    letters: 'The address is kept encrypted and used for this letter only. Every message has a link that ends them.',
    bookings:
      'The address is kept encrypted, used for this event only, and deleted with your contact details. Every message has a link that ends them.'
  },
  wrong: 'Nothing can be sent to this address; please look at it again.',
  needed: 'Please enter an address.',
  keep: 'Save',
  keeping: 'Saving',
  cancel: 'Leave it'
}
