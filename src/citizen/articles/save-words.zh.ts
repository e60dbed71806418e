/** Words of saving an article on this phone. */
export const words = {
  keep: '存到手机',
  kept: '已存到这台手机',
  keeping: '正在存',
  notKept: '手机空间不够，没有存下'
}

export type SaveWords = typeof words
