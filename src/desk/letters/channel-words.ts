/** What the desk calls the channels that letters come by, and the ways that answers go. */
import type { AnswerWay, ChannelSource, LetterSource } from '#contract/channels.ts'

export const sourceWords: Readonly<Record<LetterSource, string>> = {
  web: '网站',
  wechat: '微信公众号',
  toutiao: '今日头条',
  weibo: '微博',
  phone: '电话',
  hotline: '12345 热线',
  counter: '窗口',
  post: '邮寄'
}

/** All but the web form, the most frequent first. */
export const registerable: readonly ChannelSource[] = [
  'phone',
  'hotline',
  'counter',
  'wechat',
  'toutiao',
  'weibo',
  'post'
]

export const wayWords: Readonly<Record<AnswerWay, string>> = {
  phone: '打电话告知',
  email: '发邮件',
  post: '邮寄',
  counter: '当面告知',
  channel: '在原渠道回复'
}
export const allWays = Object.keys(wayWords) as readonly AnswerWay[]

/** How an answer to a letter of this channel mostly goes. */
export const usualWay: Readonly<Record<ChannelSource, AnswerWay>> = {
  wechat: 'channel',
  toutiao: 'channel',
  weibo: 'channel',
  phone: 'phone',
  hotline: 'channel',
  counter: 'counter',
  post: 'post'
}
