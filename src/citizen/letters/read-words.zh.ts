/** Words of reading: the receipt, the case, what can be done with it, looking it up. */
import type { Attachment, Round } from '#contract/letters.ts'
import type { ReviewOutcome } from '#contract/own-review.ts'
import type { RatingReason } from './rating-rules.ts'
import type { ToldKind } from './timeline.ts'

const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const nth = (number: number) => `第${ordinals[number - 1] ?? number}次`

/** A line in the thread; `office` has the letter from then on. */
const events: Record<ToldKind, (office: string | null) => string> = {
  accepted: () => '已受理',
  assigned: (office) => (office === null ? '已分给科室办理' : `交给${office}办理`),
  drafted: () => '答复已拟好，送审',
  reminded: () => '您催办了一次',
  dueMoved: () => '答复期限改了',
  paused: () => '期限暂停计算',
  resumed: () => '期限接着计算',
  contactErased: () => '您的联系方式已经删除',
  closed: () => '已办结',
  withdrawn: () => '您撤回了这件事',
  transferred: () => '已转办',
  refused: () => '不予受理',
  merged: () => '和同类来信一起办',
  separated: () => '改为单独办'
}

/** What became of a review; `day` is the last day of the ledger. */
const reviewEnds: Record<ReviewOutcome, (day: string) => string> = {
  fixed: () => '问题已经改好。',
  ledger: (day) => `一时改不完，列入台账，${day}前改好。`,
  explained: () => '您要的这件事没有依据可以照办，下面是说明。',
  upheld: () => '复核认为您的评价成立，照常计入统计。',
  excluded: () => '复核认为这次评价是误评或不实，留着记录，不计入统计。',
  takenBack: () => '您改了评价，复核已结束。'
}

const states: Record<Attachment['state'], string> = {
  awaited: '还没传完',
  checking: '传完了，正在检查',
  kept: '',
  refused: '没有收下'
}
const refusals: Record<NonNullable<Attachment['reason']>, string> = {
  'type-unknown': '这种文件收不了',
  broken: '文件坏了，打不开',
  'too-large': '文件太大',
  encrypted: '文件加了密码，打不开'
}

/** where a line may break in a narrow column */
const z = '\u200B'
const grades: Record<number, string> = {
  5: `非常${z}满意`,
  4: '满意',
  3: `基本${z}满意`,
  2: '不满意',
  1: `非常${z}不满意`
}
const reasons: Record<RatingReason, string> = {
  late: '答得太慢',
  unclear: '看不明白',
  'beside-the-point': '没答到点上',
  'passed-around': '推来推去',
  attitude: '态度不好',
  other: '其他'
}

const follow: Record<'followUp' | 'reopening' | 'supplement', { title: string; say: string }> = {
  followUp: { title: '接着问', say: '追问由原科室接着办，答复期限从那天起重新数。' },
  reopening: { title: '再问一次', say: '编号不变，这件事重新办理，答复期限从那天起重新数。' },
  supplement: { title: '回答统计局', say: '等您回答的时候，答复期限照常算，不会停。' }
}

export const words = {
  received: '收到了',
  number: '编号',
  code: '查询码',
  codeKept: '已存在这台手机。别给别人看',
  lastDay: '最晚答复',
  howCounted: '怎么算的',
  lastDayHow: '答复期限怎么算的',
  calendarOf: '从收到到最晚答复日，每一天算不算',
  dayZero: { first: '收到', followUp: '追问', reopening: '再问' } satisfies Record<Round['kind'], string>,
  skipped: '不算',
  makeUp: '调休',
  countedFrom: (kind: Round['kind'], from: string, limit: number) =>
    `${{ first: '收到', followUp: '追问', reopening: '再问' }[kind]}当天不算，从 ${from}数起，数满 ${limit} 个工作日。`,
  weekendsSkipped: (days: number) => `周六、周日 ${days} 天不算`,
  holidaysSkipped: (name: string, days: number) => `${name} ${days} 天不算`,
  makeUpCounted: (days: number) => `调休上班 ${days} 天算`,
  noHolidays: '这段时间没有法定节假日',
  stop: '。',
  comma: '，',
  provisional: '暂定',
  provisionalSay: '明年的放假安排还没有公布，公布后日期可能改动。改了会在这里写明。',
  moved: (from: string, to: string, reason: string) => `答复期限从 ${from}改到 ${to}${reason === '' ? '' : '：'}`,
  paused: {
    title: '期限暂停中',
    says: (to: string, due: string) => `到 ${to}为止的工作日不算，之后接着数，最晚 ${due}前答复。`,
    cell: '暂停',
    skipped: (days: number) => `暂停 ${days} 个工作日不算`,
    span: (from: string, to: string, running: boolean) => `${from}暂停，${running ? `到 ${to}为止` : `${to}结束`}：`,
    reasonOf: ({ reason }: { reason: string; reasonEn: string }) => reason
  },
  source: '期限依据：',
  next: '接下来',
  nextSteps: (day: string) => [
    { lead: '分给科室', say: '办公室看过后，分给管这件事的科室' },
    { lead: '科室办理', say: '一个人写答复，另一个人审；有不清楚的会在这件事里问您' },
    { lead: `${day}前`, say: '答复，在这件事里就能看到；可以追问，可以评价' }
  ],
  open: '看这件事',
  picture: {
    make: '存成图片',
    title: '回执图片',
    alt: (number: string) => `回执：编号 ${number}、查询码、标题和最晚答复日`,
    warn: '谁有这张图，谁就能看这件事。别发到群里。',
    save: '存到手机',
    share: '发送或存进相册',
    byHand: '也可以长按图片保存。',
    failed: '这台手机没画成图片，请把编号和查询码抄下来。',
    fileName: (number: string) => `回执-${number}.png`,
    head: '来信回执',
    kept: '凭编号和查询码查看答复，请勿转给他人'
  },
  calendarFile: {
    add: '把最晚答复日放进日历',
    name: (number: string) => `最晚答复-${number}.ics`,
    event: (number: string) => `${number} 最晚今天答复`
  },
  receiptAway: '这台手机上没有这张回执',
  receiptAwaySay: '回执只存在发信的那台手机上。有编号和查询码，就能看到这件事。',
  look: '凭编号查',
  findLead: '编号和查询码在回执上，报名的在活动票上。查询码不分大小写，短横可以不写。',
  numberHint: '如 ZX-2026-000123',
  codeHint: '12 位字母和数字',
  numberWrong: '编号要像 ZX-2026-000123 这样',
  codeWrong: '查询码是 12 位字母和数字',
  notMine: '这部手机不是我的，看完不留下',
  find: '查',
  finding: '正在查',
  proof: '编号和查询码',
  ownData: '我的资料',
  ownDataSay: '看、导出、删除',
  contactKept: {
    untilDay: (day: string) => `联系方式 ${day}自动删除`,
    untilEnd: (months: number) => `联系方式办结 ${months} 个月后自动删除`,
    erased: (day: string) => `联系方式已于 ${day}删除`
  },
  steps: '办理进度',
  thread: '来信和答复',
  me: '我',
  roundSaid: (number: number, days: number | null) =>
    days === null ? nth(number) : `${nth(number)}答复：${days === 0 ? '当天' : `${days} 个工作日`}`,
  events,
  asks: '有一处想请您说明',
  waitReply: '答复后会出现在这里。',
  together: '和同一件事的其他来信一起办。编号、期限和答复都是您自己的，别人看不到您写的。',
  ended: {
    withdrawn: '这件事已经撤回，不再办理。',
    transferred: (department: string) =>
      `这件事不归统计局管，归${department}管。统计局不再办理，请直接找${department}。`,
    telephone: '电话',
    site: '网址',
    hours: '办公时间',
    next: '打电话或到网站上办理时，把您写的内容再说一遍就行。统计局没有把您的姓名和电话交给别的部门。',
    refused: '这件事没有受理。改好以后可以另写一封。',
    reason: '理由：',
    writeNew: '另写一封'
  },
  readAloud: '读给我听',
  stopReading: '停止朗读',
  keptCopy: (clock: string) => `这是 ${clock} 存下的，联网后更新。`,
  forget: '不在这台手机上留',
  forgetUnsent: {
    title: '有还没发出的内容',
    say: '这件事里有还没发出的话或附件。这台手机上不留，它们也就没有了，统计局收不到；正在发送的可能已经收到。',
    keep: '先留着',
    act: '都不留'
  },
  unsent: { title: '没有发出去的话', say: '这件事现在不能再写。可以复制下来，另写一封。', drop: '不要了' },
  borrowed: '这部手机上什么也不留，关掉页面就没有了。',
  leave: '看完了，关掉',
  files: {
    title: (count: number) => `附件 ${count} 个`,
    states,
    refusals,
    partly: (percent: number) => `传了 ${percent}%`,
    onItsWay: (percent: number) => `正在传，${percent}%`,
    see: '看',
    save: '存',
    fetching: '正在取',
    alt: (name: string) => `附件图片：${name}`
  },
  message: {
    follow,
    label: (title: string) => `${title}：写在这里`,
    hint: '再补充一句',
    send: '发送',
    sending: '正在发送',
    waits: '待发送，连上网会自动发出',
    leaving: '发送中，等统计局收到的回音',
    change: '改一改',
    tooShort: '至少写 2 个字',
    tooLong: (over: number) => `多了 ${over} 个字，最多 2000 个`,
    keptAt: (clock: string) => `存在这台手机，${clock}`,
    notKept: '没有存下，先别关这一页',
    refused: '上次没有发成，改好再发。'
  },
  acts: '可以办的事',
  remind: {
    title: '催办',
    from: (day: string) => `${day}起可以催办一次`,
    can: '期限过了一半，可以催办一次',
    act: '催一次',
    sending: '正在催办',
    done: (day: string) => `已催办 ${day}`
  },
  withdraw: {
    title: '撤回',
    say: '还没有答复，可以撤回',
    sheet: '撤回这件事？',
    what: '撤回后不再办理，也不会有答复。编号和写的内容都还能看到。撤回后不能恢复，可以另写一封。',
    reason: '为什么撤回（可不填）',
    act: '撤回这件事',
    sending: '正在撤回',
    keep: '不撤回'
  },
  rate: {
    title: '这次答复怎么样（可不评）',
    grades,
    reasonsTitle: '哪里不好（至少选一项）',
    reasons,
    comment: '还想说什么（可不填）',
    act: '提交评价',
    sending: '正在提交',
    reasonsNeeded: '选一项理由，才知道哪里要改。',
    commentLong: (most: number) => `太长了，最多 ${most} 个字。`,
    done: (grade: string) => `您的评价：${grade}`,
    changeable: (until: string) => `${until} 前可以改`,
    change: '改评价',
    keep: '不改了'
  },
  board: {
    title: '留言板',
    waits: '有人看过才会上留言板',
    listed: '已在留言板上公开，去看看',
    unlisted: '没有上留言板，答复照样发给您'
  },
  review: {
    title: '差评复核',
    runs: (day: string) => `没有办这件事的人会复核您的评价，${day}前告诉您结果。`,
    late: (day: string) => `复核本该在 ${day}前告诉您结果，现在超期了，还在办。`,
    ends: reviewEnds,
    withYear: (day: string, year: string) => `${year}年${day}`,
    feedback: '统计局的话：',
    settled: '后来改好了：'
  },
  consent: {
    title: '公开这次问答',
    yes: '您同意公开',
    no: '没有同意公开',
    say: '答复后可能选登出来，帮到有同样疑问的人。登出的是另做的一份：标题、问题和答复，姓名、电话、地址等都遮去，由两个人看过。可以随时改主意，收回以后立即撤下。',
    published: '看登出来的那份'
  },
  unclear: { say: '没有收到回音，不知道办成没有。', next: '连上网会重新读这件事，办成了就看得到。' },
  bureau: '统计局'
}

export type ReadWords = typeof words
