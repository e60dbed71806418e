/** Words of the page about what this phone keeps for reading. */
import type { Brought, LibraryState } from '../core/library.ts'

export const words = {
  title: '存到这台手机的',
  saved: '存下的文章',
  noneSaved: '还没有存下文章',
  noneSavedSay: '看文章时点“存到手机”，文章和图片就列在这里，没有网络也能看。',
  toReading: '去看文章',
  changed: '存下后更正过',
  savedOn: (clock: string) => `${clock} 存下`,
  unsave: (title: string) => `不存了：${title}`,
  unsaveShort: '不存了',
  kept: '没有网络也能看',
  count: (articles: number, terms: number) => `文章 ${articles} 篇，名词 ${terms} 个`,
  inColumn: (articles: number) => `${articles} 篇`,
  glossary: '统计名词',
  size: '占用空间',
  at: '与统计局核对',
  notYet: '还没有存过。打开着这个应用，连上网一会儿就自动存下。',
  partly: '还没存完，连上网接着存。',
  rest: {
    cleared: '您清除过，不再自动存。点“更新”重新存。',
    full: '手机空间不够，没有存。腾出空间后点“更新”。'
  } satisfies Record<NonNullable<LibraryState['rest']>, string>,
  update: '更新',
  updating: '正在更新',
  outcome: {
    current: '更新好了。',
    busy: '另一个页面正在更新。',
    resting: '没有更新。',
    full: '手机空间不够，没有存下。'
  } satisfies Record<Brought, string>,
  clear: '清除',
  clearTitle: '清除存下的文章',
  clearSay: '文章、图片、栏目和名词从这台手机上删掉，联网还能看。草稿、待发送和办件不动。',
  clearDo: '清除',
  cancel: '先不清',
  cleared: '清除了。',
  unreadable: '这台手机不让存东西',
  unreadableSay: '可能开着无痕浏览。换成普通窗口，文章就能存下。'
}

export type LibraryWords = typeof words
