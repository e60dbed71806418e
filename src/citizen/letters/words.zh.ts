/** Words of writing, sending and reading letters. */
import type { FieldError } from '#contract/problem.ts'

const fieldNames: Record<string, string> = {
  '/title': '标题',
  '/text': '想问的事',
  '/contact/name': '称呼',
  '/contact/phone': '电话',
  '/contact/email': '邮箱'
}

function sayField({ pointer, rule, limit }: FieldError, value: string): string {
  if (pointer === '/contact/phone' && rule === 'pattern' && /^1\d{0,9}$/.test(value.trim()))
    return `少了 ${11 - value.trim().length} 位，手机号是 11 位`
  if (pointer === '/contact/phone') return '写 11 位手机号，或带区号的座机，如 010-12345678'
  if (pointer === '/contact/email' && rule === 'pattern') return '邮箱要像 name@example.com 这样'
  if (pointer === '/title' && rule === 'required') return '写个标题，几个字就行'
  if (pointer === '/text' && rule === 'required') return '写下想问的事'
  if (rule === 'minLength') return `太短了，至少 ${limit ?? 2} 个字`
  if (rule === 'maxLength') return `太长了，最多 ${limit ?? ''} 个字`
  return `${fieldNames[pointer] ?? '这一项'}要改一下`
}

export const words = {
  nav: '咨询',
  toDrafts: '草稿',
  forWhat: (days?: number) => `问数据、问算法、问填报${days === undefined ? '' : `，${days} 个工作日内答复`}。`,
  notForWhat: '不办投诉、举报和求助；急事请直接打电话。',
  needed: '只要标题和想问的事，联系方式可以不留。',
  goingOn: (clock: string) => `接着写 ${clock} 的草稿。`,
  startNew: '另写一封',
  title: '标题',
  titleHint: '一句话说清问什么',
  text: '想问什么',
  textHint: '写得越具体，答得越准：哪年哪月、哪个指标、在哪里看到的',
  counted: (count: number, most: number) => `已写 ${count} 个字，最多 ${most} 个`,
  contactTitle: '怎么联系您（可不填）',
  contactSay: '不填也能凭编号和查询码看答复。',
  name: '称呼',
  phone: '电话',
  email: '邮箱',
  agree: '我看过',
  agreeLink: '个人信息怎么用',
  agreeSay: '谁来用、用来做什么、留多久、怎么删',
  agreeNeeded: '看过以后，请在方框里打钩',
  fieldNames,
  sayField,
  savedAt: (clock: string) => `草稿已存在这台手机，${clock}`,
  notSaved: '这台手机不让存草稿，关掉页面就没了',
  notYet: '写到哪，存到哪',
  send: '发送',
  hold: '放进待发送',
  sending: '正在发送',
  offlineTitle: '现在没有网络',
  offlineSay: '写好先放进待发送，连上网会自动发出。',
  refusedBefore: '上次没有发成',
  mend: (count: number) => `有 ${count} 处要改，都标出来了。`,
  received: '收到了',
  number: '编号',
  code: '查询码',
  codeKept: '已存在这台手机。别给别人看',
  lastDay: '最晚答复',
  howCounted: '怎么算的',
  calendarOf: '从收到到最晚答复日，每一天算不算',
  receivedDay: '收到',
  skipped: '不算',
  makeUp: '调休',
  countedFrom: (from: string, limit: number) => `收到当天不算，从 ${from}数起，数满 ${limit} 个工作日。`,
  weekendsSkipped: (days: number) => `周六、周日 ${days} 天不算`,
  holidaysSkipped: (name: string, days: number) => `${name} ${days} 天不算`,
  makeUpCounted: (days: number) => `调休上班 ${days} 天算`,
  noHolidays: '这段时间没有法定节假日',
  stop: '。',
  comma: '，',
  provisional: '暂定',
  provisionalSay: '明年的放假安排还没有公布，公布后日期可能后移。',
  source: '期限依据：',
  next: '接下来',
  nextSteps: (day: string) => [
    { lead: '分给科室', say: '办公室看过后，分给管这件事的科室' },
    { lead: '科室办理', say: '一个人写答复，另一个人审' },
    { lead: `${day}前`, say: '答复，在这件事里就能看到' }
  ],
  open: '看这件事',
  receiptAway: '这台手机上没有这张回执',
  receiptAwaySay: '回执只存在发信的那台手机上。有编号和查询码，就能看到这件事。',
  look: '凭编号查',
  findLead: '编号和查询码在回执上。查询码不分大小写，短横可以不写。',
  numberHint: '如 ZX-2026-000123',
  codeHint: '12 位字母和数字',
  numberWrong: '编号要像 ZX-2026-000123 这样',
  codeWrong: '查询码是 12 位字母和数字',
  find: '查',
  finding: '正在查',
  numberCopied: '编号',
  proof: '编号和查询码',
  steps: '办理进度',
  thread: '来信和答复',
  me: '我',
  events: {
    received: '收到来信',
    assigned: (office: string | null) => (office === null ? '已分办' : `交给${office}办理`),
    drafted: '答复已拟好，送审',
    answered: (office: string | null) => (office === null ? '已答复' : `${office}答复`)
  },
  bureau: '统计局',
  waitReply: '答复后会出现在这里。',
  readAloud: '读给我听',
  stopReading: '停止朗读',
  keptCopy: (clock: string) => `这是 ${clock} 存下的，联网后更新。`,
  gone: '这件事没有打开',
  forget: '不在这台手机上留'
}

export type LetterWords = typeof words
