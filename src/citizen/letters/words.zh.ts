/** Words of writing and sending a letter. */
import type { LetterKind } from '#contract/letters.ts'
import type { FieldError } from '#contract/problem.ts'
import type { NotAdded } from './use-files.ts'
import type { Step } from './letter-steps.ts'

const fieldNames: Record<string, string> = {
  '/title': '标题',
  '/text': '内容',
  '/contact/name': '称呼',
  '/contact/phone': '电话',
  '/contact/email': '邮箱',
  '/attachments': '附件'
}

function sayField({ pointer, rule, limit }: FieldError, value: string): string {
  if (pointer === '/contact/phone' && rule === 'pattern' && /^1\d{0,9}$/.test(value.trim()))
    return `少了 ${11 - value.trim().length} 位，手机号是 11 位`
  if (pointer === '/contact/phone') return '写 11 位手机号，或带区号的座机，如 010-12345678'
  if (pointer === '/contact/email' && rule === 'pattern') return '邮箱要像 name@example.com 这样'
  if (pointer === '/title' && rule === 'required') return '写个标题，几个字就行'
  if (pointer === '/text' && rule === 'required') return '写下想说的事'
  if (rule === 'minLength') return `太短了，至少 ${limit ?? 2} 个字`
  if (rule === 'maxLength') return `太长了，最多 ${limit ?? ''} 个字`
  return `${fieldNames[pointer] ?? '这一项'}要改一下`
}

const notAdded: Record<NotAdded['why'], string> = {
  kind: '这种文件加不了，请换成图片、PDF 或 Office 文件',
  empty: '是空文件',
  'too-large': '超过 10 MB，换一张或压小再加',
  'too-many': '最多 6 个，这个没有加上',
  unreadable: '手机读不出来，请重新选',
  'phone-full': '手机空间不够，附件没存下；写的文字都在',
  'not-kept': '没有存下，请再选一次；写的文字都在'
}

/** What a kind of letter is for, and what its form asks. */
interface KindWords {
  readonly nav: string
  readonly forWhat: (days?: number) => string
  readonly notForWhat: string
  readonly needed: string
  readonly askTitle: string
  readonly askText: string
  readonly titleHint: string
  readonly text: string
  readonly textHint: string
}

const within = (days?: number) => (days === undefined ? '' : `，${days} 个工作日内答复`)

const kinds: Record<LetterKind, KindWords> = {
  enquiry: {
    nav: '咨询',
    forWhat: (days) => `问数据、问算法、问填报${within(days)}。`,
    notForWhat: '不办投诉、举报和求助；急事请直接打电话。',
    needed: '只要标题和想问的事，别的都可以不填。',
    askTitle: '一句话，您想问什么？',
    askText: '再写详细一点',
    titleHint: '一句话说清问什么',
    text: '想问什么',
    textHint: '写得越具体，答得越准：哪年哪月、哪个指标、在哪里看到的'
  },
  message: {
    nav: '写留言',
    forWhat: (days) => `给统计工作提意见、提建议，也可以提问${within(days)}。`,
    notForWhat: '有人看过才会公开，姓名只留一个字。不想公开的，请写咨询。',
    needed: '只要标题和内容，别的都可以不填。',
    askTitle: '一句话，您想说什么？',
    askText: '再写详细一点',
    titleHint: '一句话说清说什么',
    text: '想说什么',
    textHint: '哪件事、哪里不方便、盼着怎么改；不要写别人的姓名、电话和住址'
  },
  mailbox: {
    nav: '局长信箱',
    forWhat: (days) => `写给局长：对统计局工作的意见和建议${within(days)}。`,
    notForWhat: '您不同意就不公开；办公室登记以后呈局领导，由局领导签发答复。问数据的，写咨询更快。',
    needed: '只要标题和内容，别的都可以不填。',
    askTitle: '一句话，您想对局长说什么？',
    askText: '再写详细一点',
    titleHint: '一句话说清什么事',
    text: '想说什么',
    textHint: '哪件事、什么时候、找过谁、盼着怎么办'
  },
  fault: {
    nav: '网站纠错',
    forWhat: (days) => `告诉我们网页上哪里错了、打不开、看不清${within(days)}。`,
    notForWhat: '对数据本身有疑问，请写咨询。',
    needed: '能截图最好，一张图胜过几句话。',
    askTitle: '一句话，哪里错了？',
    askText: '错成什么样，应当是什么样？',
    titleHint: '一句话说清哪里错了',
    text: '错成什么样',
    textHint: '看到的是什么，应当是什么；打不开的，写用的手机和浏览器'
  }
}

export const words = {
  kinds,
  toDrafts: '草稿',
  faultyPage: '出错的页面',
  notThisPage: '不是这一页',
  boardConsent: '同意审核后公开',
  boardSay: '公开标题、内容和答复；姓名只留一个字，电话、住址遮去。随时可以收回，收回就撤下。',
  boardNeeded: '留言板上的都公开，同意了才能发；不想公开，请写咨询',
  goingOn: (clock: string) => `接着写 ${clock} 的草稿。`,
  startNew: '另写一封',
  asks: {
    files: '要加照片或文件吗？',
    topic: '大概是哪方面的事？',
    contact: '有不清楚的，怎么找您？',
    publish: '答复以后，可以公开吗？',
    agree: '最后一步，看过再发'
  } satisfies Record<Exclude<Step, 'title' | 'text'>, string>,
  title: '标题',
  counted: (count: number, most: number) => `已写 ${count} 个字，最多 ${most} 个`,
  topic: '问的是哪一类（可不选）',
  files: '附件（可不加）',
  filesSay: (most: number) => `最多 ${most} 个，每个不超过 10 MB。图片、PDF、Office 文件都行，大照片会在手机上先压小。`,
  filesCount: (count: number, most: number) => `${count} / ${most}`,
  addFile: '加附件',
  addingFile: '正在存',
  removeFile: (name: string) => `删掉 ${name}`,
  removed: (name: string) => `${name} 删掉了`,
  addedFiles: (count: number) => `附件共 ${count} 个，都存在这台手机上`,
  notAdded: (name: string, why: NotAdded['why']) => `${name}：${notAdded[why]}。`,
  filesGone: '有附件已经不在这台手机上，请看过再发。',
  consent: '同意公开这次问答',
  consentSay: '只公开另做的一份：标题、问题和答复，姓名、电话、地址都遮去。随时可以收回，收回就撤下。',
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
  mend: (count: number) => `有 ${count} 处要改，都标出来了。`
}

export type LetterWords = typeof words
