/** Words of sharing an article. */
export const words = {
  title: '分享',
  hand: '发给别的应用',
  copyLink: '复制链接',
  copied: '链接复制好了',
  valueCopied: '复制好了',
  copyByHand: '这个浏览器不让复制，请长按选中',
  drawing: '正在画图',
  picture: '带标题和来源的图片',
  alt: (title: string) => `《${title}》的分享图`,
  byHand: '长按图片也能存下或发送。',
  save: '存下图片',
  failed: '图片没有画成，可以复制链接。',
  source: (office: string, at: string) => `${office}  ${at}`,
  fileName: (title: string) => `${title}.png`
}

export type ShareWords = typeof words
