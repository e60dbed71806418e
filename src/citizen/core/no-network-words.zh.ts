/** What is said of a page that can't be fetched. */
export const words = {
  say: '这一页要连上网才能打开。您写的、收到的都还在手机上。',
  mine: '看我的'
}

export type NoNetworkWords = typeof words
