import type { NoNetworkWords } from './no-network-words.zh.ts'

export const words: NoNetworkWords = {
  say: 'This page opens once there is a network. What you wrote and received is still on this phone.',
  mine: 'What is mine'
}
