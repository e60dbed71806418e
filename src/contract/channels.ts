/** Channels: by which way a letter came to the bureau, and by which way its answer goes back. */
import * as T from 'typebox'

/** `web` is the form of the site; all others are registered at the desk or imported. */
export const letterSources = ['web', 'wechat', 'toutiao', 'weibo', 'phone', 'hotline', 'counter', 'post'] as const
export const LetterSource = T.Enum(letterSources)
export type LetterSource = (typeof letterSources)[number]

export const channelSources = [
  'wechat',
  'toutiao',
  'weibo',
  'phone',
  'hotline',
  'counter',
  'post'
] as const satisfies LetterSource[]
export const ChannelSource = T.Enum(channelSources)
export type ChannelSource = (typeof channelSources)[number]

/** `channel`: back by the channel that the letter came by. */
export const answerWays = ['phone', 'email', 'post', 'counter', 'channel'] as const
export const AnswerWay = T.Enum(answerWays)
export type AnswerWay = (typeof answerWays)[number]

/** How many days back a letter may have come in that is registered today. */
export const oldestReceiptDays = 60
/** How far ahead a due day of the channel's own may lie, in days. */
export const furthestDueDays = 366

export const OuterNumber = T.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
export const DueReason = T.String({ minLength: 2, maxLength: 100, pattern: '\\S' })
export const WayBackNote = T.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

/** The reason of a hotline's own due day where nobody wrote another. */
export const hotlineDueReason = '12345 热线交办时限'
