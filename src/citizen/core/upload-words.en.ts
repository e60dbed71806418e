import type { UploadWords } from './upload-words.zh.ts'

export const words: UploadWords = {
  title: (left) => (left === 0 ? 'All files have arrived' : `${left} ${left === 1 ? 'file' : 'files'} still to arrive`),
  states: {
    waiting: 'To be sent',
    sending: 'Sending',
    received: 'Received',
    refused: 'Not taken',
    lost: 'No longer on this phone'
  },
  waitsFor: { network: 'To be sent, waits for a network', server: 'To be sent, waits for the server' },
  progress: (name) => `${name}: sent so far`,
  bytes: (sent, size) => `${sent} of ${size}`,
  now: 'Try now',
  nowOf: (name) => `Try now: ${name}`,
  refusedSay: 'The bureau’s server does not take this file. Tell us in a follow-up, or send another letter.',
  lostSay: 'The phone deleted it before it had arrived. Tell us in a follow-up, or send another letter.',
  forget: 'I see',
  forgetOf: (name) => `I see, hide ${name}`,
  keepOpen: 'Your text has arrived. Keep this app open and the files follow by themselves.'
}
