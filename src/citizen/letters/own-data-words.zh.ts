/** Words of 我的资料: what is kept about a case, taking it along, deleting it. */
import type { ErasureBar } from '#contract/keeping.ts'
import type { EventKind } from '#contract/letters.ts'

const barred: Record<ErasureBar, string> = {
  open: '还在办理，要靠它联系您，现在不能删。不想办了，可以先撤回，再回来删。',
  review: '您的评价正在复核，要靠它回访您，复核结束后就能删。',
  answerToSend: '答复还没有按您要的方式告诉您，告诉以后就能删。'
}

/** What the letter's own page tells by the text itself, or by the steps. */
const events: Partial<Record<EventKind, string>> = {
  received: '收到来信',
  asked: '统计局问您',
  supplied: '您作了补充',
  answered: '统计局答复',
  followedUp: '您追问',
  reopened: '您再问一次',
  rated: '您评价了答复'
}

export const words = {
  lead: '统计局那边存着的、和这件事有关的全部资料。',
  contact: {
    title: '联系方式',
    name: '称呼',
    phone: '电话',
    email: '邮箱',
    wayBack: '怎么告诉您答复',
    notices: { email: '通知发到的邮箱', sms: '通知发到的手机号' },
    noticesOff: (address: string) => `${address}（已退订，满一个月就删）`,
    none: '没有留联系方式。',
    erased: (day: string) => `已于 ${day}删除，找不回来。`,
    untilDay: (day: string) => `${day}自动删除。`,
    untilEnd: (months: number) => `办结 ${months} 个月后自动删除。`,
    why: (source: string) => `依据：${source}。`,
    barred,
    toLetter: '去这件事里撤回',
    act: '现在删除联系方式',
    sheet: '删除联系方式？',
    what: '称呼、电话、邮箱马上删掉，找不回来。以后统计局没法打电话或发邮件找您，您照样能凭编号和查询码看这件事。',
    confirm: '删除',
    deleting: '正在删除',
    keep: '先留着'
  },
  record: {
    title: '来信和答复',
    texts: (count: number) => `写过的话和答复 ${count} 段`,
    mine: '我写的',
    theirs: '统计局写的',
    files: (count: number) => `附件 ${count} 个`,
    rating: (grade: number) => `评价 ${grade} 分（满分 5 分）`,
    consent: (publish: boolean, at: string) => `${at} ${publish ? '同意公开' : '收回公开的同意'}`,
    noConsent: '没有同意过公开',
    events: (count: number) => `办理记录 ${count} 条`,
    eventNames: events,
    kept: '这些不能删',
    keptWhy: (source: string) =>
      `来信和答复是机关公文，要按档案的规定留存：${source}。统计局用它证明收到过什么、答复了什么。`,
    keptUntil: (day: string) => `留到 ${day}，之后由档案规定决定销毁还是长期保存。`,
    keptMonths: (years: number) => `从办结起留 ${years} 年，之后由档案规定决定销毁还是长期保存。`,
    keptTrace: '谁在什么时候办过什么，也会留在操作记录里，里面只有编号，没有您的称呼、电话和写的内容。'
  },
  take: {
    title: '带走一份',
    say: '一个压缩包：全部资料（JSON 格式）和附件。里面有您的联系方式，别给别人。',
    act: '导出',
    making: '正在导出'
  },
  borrowedPhone: '这部手机不是您的，导出的文件会留在上面。'
}

export type OwnDataWords = typeof words
