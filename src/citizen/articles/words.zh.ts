/** Words of the pages of articles. */
import { kinds, validities } from './kinds.zh.ts'

export const words = {
  kinds,
  validities,
  // the tab
  search: '搜公开的信息',
  searchHint: '搜文件、解读、通知',
  searchDo: '搜索',
  columns: '栏目',
  count: (articles: number) => `${articles} 篇`,
  latest: '最新公开',
  more: '更多',
  ways: '还可以这样找',
  catalogue: '政府信息公开目录',
  catalogueSay: '按科室、年份、效力找，查索引号和文号',
  glossary: '统计名词',
  glossarySay: '名词什么意思，数怎么算',
  readingPlacesSay: '想当面查、要人帮着找，来这里',
  library: '存到这台手机的',
  librarySay: '没有网络也能看',
  feed: '用 RSS 订阅',
  feedOf: (column: string) => `用 RSS 订阅“${column}”`,
  noneYet: '还没有公开的文章',
  noneYetSay: '发布以后会列在这里。',
  // lists
  corrected: '已更正',
  again: '再看一些',
  loading: '正在取',
  noneHere: '这个栏目还没有文章',
  noneHereSay: '换个栏目看看，或者搜一搜。',
  toAll: '看全部栏目',
  below: '下级栏目',
  fromHere: '列表从中间开始。',
  toFirst: '从头看',
  gone: '这个栏目找不到了',
  goneSay: '可能已经合并，也可能地址抄错了。',
  // the catalogue
  total: (articles: number) => `共 ${articles} 篇`,
  facets: { column: '栏目', kind: '体裁', office: '科室', year: '年份', validity: '效力' },
  cutBy: '筛选',
  chosen: '已选',
  without: (name: string) => `不按“${name}”筛选`,
  clearAll: '全部清除',
  noneCut: '没有同时符合的文章',
  noneCutSay: '去掉一个条件再看。',
  indexNumber: '索引号',
  documentNumber: '文号',
  // search
  found: (shown: number, more: boolean) => `找到 ${shown} 篇${more ? '，往下还有' : ''}`,
  foundFor: (typed: string) => `“${typed}”的搜索结果`,
  byKind: '按体裁看',
  all: '全部',
  clear: '清空',
  notFound: (typed: string) => `没找到“${typed}”，可以直接问`,
  notFoundSay: '换个说法再搜，或者把问题写给统计局。',
  ask: '直接问',
  asked: '看大家问过的',
  searchSay: '输入两个字以上，标题、正文、文号和索引号都能搜。没有网络时搜这台手机上存下的。',
  // without a network
  keptFrom: (clock: string) => `现在没有网络。这是 ${clock} 存下的，联网后更新。`,
  notKept: '没有网络，这一页也没存在手机上',
  notKeptSay: '连上网再打开。存过的文章在“存到这台手机的”里。'
}

export type ArticleWords = typeof words
