/** Words of an own booking: the ticket, the waiting list, what can be done with it. */
import type { BookingEventKind } from '#contract/open-days.ts'

const events: Record<BookingEventKind, string> = {
  booked: '报上了',
  waitlisted: '排上候补',
  offered: '轮到了，名额给您留着',
  accepted: '您要了名额',
  declined: '您没有要名额',
  offerEnded: '到时间没有回话，名额给了下一家',
  changed: '改了场次或人数',
  cancelled: '您取消了',
  slotMoved: '这一场改了时间或地点',
  calledOff: '这一场取消了',
  asked: '问您还去不去',
  confirmed: '您说还去',
  admitted: '进场了',
  feedback: '您说了看法',
  contactErased: '电话、邮箱和需要的帮助已经删除'
}
const rates: Record<number, string> = { 5: '很好', 4: '好', 3: '一般', 2: '不太好', 1: '不好' }
const clear: Record<number, string> = { 5: '都懂了', 4: '大部分懂', 3: '一半一半', 2: '不太懂', 1: '没听懂' }

export const words = {
  events,
  offline: '没有网络也能用',
  hint: '门口扫码，或者报这串码',
  qr: (code: string) => `入场二维码，票码 ${code}`,
  slot: '场次',
  party: '人数',
  group: '团体',
  needs: '帮助',
  meet: '集合',
  admitted: (clock: string, people: number) => `${clock} 已入场 ${people} 人`,
  over: '这一场已经结束。',
  called: {
    cancelled: '您取消了这次报名',
    lapsed: '候补的名额没有要',
    calledOff: '这一场取消了'
  },
  calledSay: {
    cancelled: '名额已经给了下一家。还想来，可以重新报名。',
    lapsed: '名额已经给了下一家。还想来，可以重新排候补。',
    calledOff: '不用来了。'
  },
  again: '看看场次',
  waiting: {
    title: '正在候补',
    ahead: (parties: number) => (parties === 0 ? '您排在第一位。' : `前面还有 ${parties} 家。`),
    say: '轮到了会通知您，这一页也看得到。'
  },
  offer: {
    title: (people: number) => `轮到您了：${people} 个名额给您留着`,
    until: (when: string) => `留到 ${when}`,
    left: (time: string) => `还有 ${time}`,
    soon: '不到 1 分钟',
    say: '不要，或者到时没有回话，名额就给下一家。',
    accept: '要，我来',
    decline: '不要了',
    acting: '正在回话',
    ended: '留名额的时间过了，正在看现在的情况。'
  },
  ask: {
    title: '还去吗？',
    say: '去就点一下，我们好备材料。不去了请取消，名额给候补的人。',
    yes: '还去',
    acting: '正在告诉统计局',
    said: '您说了还去。'
  },
  waySay: '公交地铁、无障碍',
  way: '怎么去',
  accessibility: '无障碍',
  phone: '问活动的事打',
  day: '看活动内容',
  change: '改场次或人数',
  changeUntil: (when: string) => `${when} 前`,
  cancel: '不去了，取消预约',
  cancelWait: '不等了，退出候补',
  cancelSheet: { placed: '取消这次预约？', waiting: '退出候补？' },
  cancelWhat: { placed: '名额马上给候补的人，取消后找不回来。', waiting: '位置马上让给后面的人，再排就排到最后。' },
  cancelDo: { placed: '取消预约', waiting: '退出候补' },
  cancelling: '正在取消',
  keep: { placed: '还去', waiting: '接着等' },
  calendar: '加到日历',
  calendarFile: (number: string) => `活动票-${number}.ics`,
  picture: {
    make: '存成图片',
    title: '活动票图片',
    alt: (code: string) => `活动票：时间、二维码、票码 ${code}、场次、人数和集合地点`,
    warn: '谁有这张图，谁就能进场。别发到群里。',
    save: '存到手机',
    share: '发送或存进相册',
    byHand: '也可以长按图片保存。',
    failed: '这台手机没画成图片，请把票码抄下来。',
    fileName: (number: string) => `活动票-${number}.png`,
    kept: '门口扫码或报票码，请勿转给他人'
  },
  feedback: {
    title: '来过以后，您怎么看？',
    overall: '总的来说怎么样',
    understood: '讲的听得懂吗',
    comment: '还有什么想说的（可不写）',
    rates,
    clear,
    needed: '这两题各选一个',
    act: '交上去',
    acting: '正在交',
    thanks: '收到了，谢谢。可以再改。',
    change: '改一改'
  },
  history: '经过',
  proof: '编号和查询码',
  number: '编号',
  code: '查询码',
  codeKept: '换手机时用它打开这张票',
  keptCopy: (clock: string) => `没连上统计局的服务器。票是 ${clock} 存下的，没有网络也能进门。`,
  borrowed: '这部手机不是您的：看完这一页就忘掉，什么也没有存。',
  leave: '看完了',
  forget: '从这台手机去掉这张票',
  own: {
    title: '我的资料',
    until: (day: string, days: number) => `电话、邮箱和需要的帮助 ${day} 自动删除（活动后 ${days} 天）。`,
    erased: (day: string) => `电话、邮箱和需要的帮助已于 ${day} 删除，找不回来。`,
    why: (source: string) => `依据：${source}。`,
    see: '看统计局存着什么',
    reading: '正在取',
    phone: '手机',
    email: '邮箱',
    none: '没有存着联系方式。',
    rest: '另外存着：编号、场次、人数、办理经过，都在这一页上。',
    take: '存成文件',
    erase: '现在删除',
    sheet: '现在删除联系方式？',
    what: '电话、邮箱、团体名称和需要的帮助马上删掉，找不回来。人数和是否到场留着，用来统计活动办得怎么样。',
    confirm: '删除',
    erasing: '正在删除',
    keep: '先留着',
    after: '活动结束或者取消以后，可以提前删除。'
  },
  unclear: { say: '没有收到回音，不知道办成没有。', next: '连上网会重新读这张票，办成了就看得到。' }
}

export type TicketWords = typeof words
