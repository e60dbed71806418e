import type { ShareWords } from './share-words.zh.ts'

export const words: ShareWords = {
  title: 'Share',
  hand: 'Hand to another app',
  copyLink: 'Copy the link',
  copied: 'The link is copied',
  valueCopied: 'Copied',
  copyByHand: 'This browser does not let us copy: select it by hand',
  drawing: 'Drawing',
  picture: 'A picture with title and source',
  alt: (title) => `Picture to share: ${title}`,
  byHand: 'Hold the picture to save or send it.',
  save: 'Save the picture',
  failed: 'The picture could not be drawn; copy the link instead.',
  source: (office, at) => `${office}  ${at}`,
  fileName: (title) => `${title}.png`
}
