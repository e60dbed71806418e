/** Entries of the knowledge for the demo, kept the way staff do: one writes, another approves; the last one waits. */
import { uuidv7 } from 'uuidv7'
import { plusDays } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Staff } from '../core/sessions.ts'
import { approveEntry, keepEntry } from './knowledge-handle.ts'

const texts = [
  {
    topic: 'census',
    title: '经济普查多久做一次',
    question: '下一次经济普查是哪一年\n经济普查几年一次',
    reply:
      '经济普查每五年做一次，在尾数是三和八的年份进行，标准时点是普查年份的十二月三十一日。普查对象是从事第二产业和第三产业的全部法人单位、产业活动单位和个体经营户。'
  },
  {
    topic: 'surveys',
    title: '怎么认出上门的调查员',
    question: '调查员上门要看什么证件\n怕遇到假的调查员',
    reply:
      '调查员上门时会出示县级以上统计机构发的工作证件，您可以看清姓名和编号，再打本局对外公布的电话核对。没有证件的，您可以拒绝接受调查。调查不收任何费用，不问银行卡和密码。'
  },
  {
    topic: 'reporting',
    title: '填报的数字会不会给别的部门',
    question: '统计数据会不会拿去查税',
    reply:
      '统计调查中获得的能够识别或者推断单个统计调查对象身份的资料，任何单位和个人不得对外提供、泄露，不得用于统计以外的目的。公布出来的只是汇总数。'
  }
] as const

/** Keeps the demo's entries for an office. Both people must reach all offices. */
export async function keepDemoEntries(
  context: Context,
  author: Staff,
  approver: Staff,
  officeId: string
): Promise<void> {
  for (const [place, text] of texts.entries()) {
    const draft = {
      ...text,
      kept: [],
      reviewOn: plusDays(clock.today(), 120 + place * 60),
      officeId,
      ownerId: null,
      letters: [],
      articles: [],
      version: 0
    }
    const { id, version } = await keepEntry(context, { staff: author, id: uuidv7() }, draft)
    if (place < texts.length - 1) await approveEntry(context, { staff: approver, id }, version)
  }
}
