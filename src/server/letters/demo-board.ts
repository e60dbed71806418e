/** The demo's letters of the other kinds: messages to the board, letters to the director, faults of the site. */
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Staff } from '../core/sessions.ts'
import type { DemoLetter } from './demo.ts'
import { sql } from 'kysely'
import { listMessage, readListing } from './listing.ts'
import { letterFor } from './read.ts'
import { takeLines } from './sensitive-words.ts'

const messages: readonly DemoLetter[] = [
  {
    kind: 'message',
    state: 'answered',
    officeKey: 'households',
    topic: 'surveys',
    title: '记账户中途搬家了怎么办',
    text: '我家从去年春天开始记账，下个月要搬到新区的安置房。账本还接着记吗，要不要先跟谁打个招呼？',
    contact: { name: '周立春', phone: '13800000011' },
    reply:
      '在本市范围内搬家可以接着记。搬之前把新住址告诉联系您的调查员，手续由两边的调查员去办，账本和登录账号照旧。如果搬到外地，从搬走的次月起就不用记了，由抽好的后备户接替。',
    receivedWorkingDaysAgo: 12,
    repliedAfterWorkingDays: 2
  },
  {
    kind: 'message',
    state: 'answered',
    officeKey: 'industry',
    topic: 'figures',
    title: '月度用电涨了，工业增速却下来了',
    text: '电力公司说上个月全市用电多了一成，可是工业增加值的增速比前一个月还低。两边的消息放在一起看，让人有点糊涂。',
    reply:
      '两个数管的范围不同。全市用电里有居民空调和商场、写字楼，天一热就上去；工业增加值只看规模以上工业企业，还要扣掉价格。要判断工厂忙不忙，可以单看工业用电，再对照主要产品产量。',
    receivedWorkingDaysAgo: 18,
    repliedAfterWorkingDays: 6
  },
  {
    kind: 'message',
    state: 'drafting',
    officeKey: 'prices',
    topic: 'methods',
    title: '建议菜价按菜市场和超市分开公布',
    text: '同一种青菜，早市和超市差一半。现在公布的是一个平均数，老人买菜用不上。能不能每周把几家大菜市场的价格单列出来？',
    contact: { name: '郑秋云', phone: '13800000012' },
    reply: '您的建议已经收到。目前每旬公布的是五十种商品的平均价，我们正在核对能否按采价点分组列出。',
    receivedWorkingDaysAgo: 3
  },
  {
    kind: 'message',
    state: 'assigned',
    officeKey: 'census',
    topic: 'census',
    title: '小区公示栏里的普查员照片看不清',
    text: '楼下贴的普查员名单是复印件，照片黑成一团，名字也糊了。请换一张清楚的，最好写上核对电话。',
    receivedWorkingDaysAgo: 2
  },
  {
    kind: 'message',
    state: 'received',
    topic: 'reporting',
    title: '希望直报平台能存成草稿再填',
    text: '年报的表有六十多栏，中午填到一半去吃饭，回来要从头登录再填。多一个保存键，对我们一人管三家账的会计就是大事。',
    contact: { name: '会计丙', phone: '13800000013' },
    receivedWorkingDaysAgo: 0
  },
  {
    kind: 'message',
    state: 'received',
    topic: 'documents',
    title: '年鉴能不能出一份给中学生看的',
    text: '我教初中地理，想让学生用本市的数字做作业，年鉴太厚，孩子找不着。出一份二三十页、图多字少的就很好。',
    receivedWorkingDaysAgo: 1
  }
]

const others: readonly DemoLetter[] = [
  {
    kind: 'mailbox',
    state: 'signing',
    officeKey: 'households',
    topic: 'surveys',
    title: '调查员连着三个晚上来敲门',
    text: '我母亲八十二岁，一个人住。这周连着三个晚上有人来敲门登记，她吓得不敢开灯。请管一管上门的时间。',
    contact: { name: '女儿甲', phone: '13800000014' },
    reply:
      '让老人受惊，我们向您和您母亲道歉。从今天起，这个小区的入户一律放在白天，并且先由社区打电话约时间；老人家里有不方便的，可以改由您代答，或者请社区的同志陪同。',
    receivedWorkingDaysAgo: 2
  },
  {
    kind: 'mailbox',
    state: 'received',
    topic: 'other',
    title: '建议每季度开一次面向市民的说数会',
    text: '新闻里的数字大家看得见，看不懂。如果每个季度请一位科长，在图书馆里用大白话讲一个钟头，我愿意帮着组织。',
    receivedWorkingDaysAgo: 0
  },
  {
    kind: 'fault',
    state: 'accepted',
    topic: 'other',
    title: '手机上第二张表的右边被切掉了',
    text: '用安卓手机看的，表格最右边两列看不到，左右也划不动。横过来还是一样。',
    page: '/catalogue',
    receivedWorkingDaysAgo: 1
  }
]

export const demoOtherLetters: readonly DemoLetter[] = [...messages, ...others]

/** Puts the demo's messages on the board the way staff do, all but the newest two: these wait for a look. */
export async function listDemoMessages(context: Context, moderator: Staff): Promise<void> {
  const { rows } = await sql<{ id: string; receivedAt: string }>`
    select id, received_at as "receivedAt" from letters where demo and kind = 'message' and state <> 'received'
    order by received_at`.execute(context.db)
  for (const { id, receivedAt } of rows) {
    const { title, question } = await readListing(context, moderator, id)
    const { revision } = await letterFor(context.db, moderator, id, 'letters:moderate')
    const at = new Date(Math.min(Date.parse(receivedAt) + 7_200_000, clock.now().getTime()))
    await listMessage(context, { staff: moderator, id, at }, { title, question, kept: [], revision })
  }
}

/** A few harmless words, so that the list and its marks can be seen. */
export async function listDemoWords(context: Context, moderator: Staff): Promise<void> {
  await takeLines(context.db, moderator, { lines: ['听说', '内部数字', '有偿代填', '包过审核'], grade: 'mark' })
  await takeLines(context.db, moderator, { lines: ['刷单返利', '出售台账', '加微信拉群'], grade: 'hold' })
}
