/** What happened to a letter, as sentences; the time stands beside them. */
import type { DeskLetter } from '#contract/letters-desk.ts'

export type LetterEvent = DeskLetter['events'][number]

/** Of letters that are answered together the number of the other one stands beside it, as a reason does. */
export function eventWords({ kind, office, actor }: LetterEvent): string {
  const who = actor ?? ''
  switch (kind) {
    case 'received':
      return actor === null ? '收到来信' : `${who}登记来信`
    case 'accepted':
      return `${who}受理`
    case 'assigned':
      return `${who}分给${office ?? '科室'}`
    case 'givenBack':
      return `${who}退回办公室`
    case 'asked':
      return `${who}问写信人`
    case 'supplied':
      return '写信人补充'
    case 'draftBegun':
      return `${who}动笔起草`
    case 'drafted':
      return `${who}把答复稿送签发`
    case 'returned':
      return `${who}退回答复稿`
    case 'answered':
      return `${who}签发答复`
    case 'answerSent':
      return `${who}把答复告知来信人`
    case 'followedUp':
      return '写信人追问，重新算期限'
    case 'reopened':
      return '办结以后写信人又问，重新算期限'
    case 'reminded':
      return '写信人催办'
    case 'rated':
      return '写信人评价'
    case 'dueMoved':
      return '放假安排变了，期限重算'
    case 'paused':
      return `${who}暂停计时`
    case 'resumed':
      return actor === null ? '暂停期满，期限继续算' : `${who}恢复计时`
    case 'contactErased':
      return '联系方式已删除'
    case 'closed':
      return actor === null ? '到期没有追问，自动办结' : `${who}办结`
    case 'withdrawn':
      return '写信人撤回'
    case 'transferred':
      return `${who}转给别的部门`
    case 'refused':
      return `${who}不予受理`
    case 'listed':
      return `${who}审过，上了留言板`
    case 'unlisted':
      return `${who}审过，不上留言板`
    case 'merged':
      return `${who}并入别的信，一起办`
    case 'separated':
      return actor === null ? '领头的信撤回，单独办' : `${who}分开，单独办`
    case 'memberJoined':
      return `${who}并进一封信，一起办`
    case 'memberLeft':
      return actor === null ? '一封一起办的信离开了' : `${who}分出一封信`
  }
}
