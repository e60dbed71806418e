/** What stands around every page, and what several pages say. */
import type { PageName } from '#contract/pages.ts'

const titles: Record<PageName | 'notFound', string> = {
  home: '问政',
  writeLetter: '写给统计局',
  findLetter: '凭编号查',
  receipt: '回执',
  letter: '办件',
  ownData: '我的资料',
  board: '留言板',
  boardItem: '留言',
  figures: '来信办得怎么样',
  answers: '大家问过的',
  answer: '问答',
  reading: '公开',
  column: '栏目',
  article: '文章',
  earlier: '更正前的版本',
  catalogue: '政府信息公开目录',
  search: '搜公开的信息',
  glossary: '统计名词',
  term: '名词',
  openDays: '开放日和活动',
  openDay: '活动',
  bookSlot: '报名',
  booking: '活动票',
  readingPlaces: '查阅场所',
  library: '存到这台手机的',
  me: '我的',
  privacy: '个人信息怎么用',
  notFound: '没有这个页面'
}

export const words = {
  product: '问政',
  description: '问统计局一个问题，看得见几号答复。',
  titles,
  skip: '跳到正文',
  back: '返回',
  close: '关闭',
  mainNavigation: '主导航',
  tabs: { home: '首页', reading: '公开', me: '我的' },
  elder: '长辈版',
  elderOn: '换成长辈版，大字大按钮',
  elderOff: '换回标准版',
  otherLanguage: 'English',
  demo: '演示',
  tryAgain: '再试一次',
  keptFrom: (clock: string) => `这是 ${clock} 存下的，联网后更新。`,
  unread: '没有读到内容'
}

export type ShellWords = typeof words
