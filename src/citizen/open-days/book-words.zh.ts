/** Words of booking a slot, and of changing who comes. */
import type { FieldError } from '#contract/problem.ts'
import type { BookStep } from './book-steps.ts'

function sayField({ pointer, rule, limit }: FieldError, value: string): string {
  if (pointer === '/party/people' && rule === 'maximum') return `这一场一次最多报 ${limit ?? ''} 人，人多的请分几次报`
  if (pointer === '/party/people') return '两个人起才算家庭或团体；一个人来请选“个人”'
  if (pointer === '/party/minors') return '未成年人要有大人带着：总人数里至少有一位成年人'
  if (pointer === '/party/groupName') return '写上团体的名字，2 到 40 个字'
  if (pointer === '/contact/phone' && rule === 'required') return '留一个手机号，有变动时通知您'
  if (pointer === '/contact/phone' && /^1\d{0,9}$/.test(value.trim()))
    return `少了 ${11 - value.trim().length} 位，手机号是 11 位`
  if (pointer === '/contact/phone') return '写 11 位手机号'
  if (pointer === '/contact/email') return '邮箱要像 name@example.com 这样'
  if (pointer === '/invite') return '邀请码是 8 位字母和数字，照着邀请输'
  if (pointer === '/waitlist') return '这一场名额满了：勾上这里排候补，或者换一场'
  return '这一项要改一下'
}

export const words = {
  sayField,
  about: '报的是',
  asks: {
    who: '谁来？一共几个人？',
    needs: '要帮忙准备什么吗？',
    contact: '有变动，怎么找您？',
    invite: '邀请上写的码是多少？',
    waitlist: '名额不够时，排候补吗？',
    agree: '最后一步，看过再报'
  } satisfies Record<BookStep, string>,
  who: '谁来',
  kinds: { alone: '我一个人', family: '一家人', group: '一个团体' },
  people: '一共几个人',
  peopleSay: '您自己也算在内',
  minors: '其中未满 18 岁',
  more: (what: string) => `${what}：多一个`,
  fewer: (what: string) => `${what}：少一个`,
  needs: '要帮忙准备什么（可不选）',
  needNames: {
    wheelchair: '轮椅通行的路',
    hearing: '听力方面的帮助',
    sight: '视力方面的帮助',
    companion: '有人陪同引导'
  },
  groupName: '团体名称',
  contact: '怎么通知您',
  contactSay: '场次有变、轮到候补时用。一个手机号一场只能报一次。',
  phone: '手机',
  email: '邮箱',
  emailHint: '可不填',
  invite: '邀请码',
  inviteHint: '8 位，写在邀请里',
  waitlist: '名额不够时，愿意排候补',
  waitlistSay: '不勾的话，名额不够就报不上。',
  agree: '我看过',
  agreeLink: '个人信息怎么用',
  agreeSay: (days: number) => `活动后 ${days} 天自动删除`,
  agreeSayPlain: '谁来用、留多久、怎么删',
  agreeNeeded: '看过以后，请在方框里打钩',
  notYetOpen: (time: string) => `还没开始报名，还有 ${time}。可以先填好，到点再点。`,
  opensSoon: '马上开始报名。可以先填好，到点再点。',
  takesNone: '这一场现在不能报名',
  refusedBefore: '上次没有报成',
  goingOn: (clock: string) => `接着填 ${clock} 存下的。`,
  startNew: '重新填',
  saved: (clock: string) => `填的都存在这台手机，${clock}`,
  notSaved: '这台手机不让存，关掉页面就没了',
  notYet: '填到哪，存到哪',
  mend: (count: number) => `有 ${count} 处要改，都标出来了。`,
  send: '报名',
  wait: '排候补',
  hold: '放进待发送',
  held: '放进待发送了，连上网会自动发出。',
  sending: '正在报名',
  offlineTitle: '现在没有网络',
  offlineSay: '填好先放进待发送，连上网会自动发出。名额按服务器收到的先后算。',
  toDay: '看看别的场次',
  change: {
    title: '改场次或人数',
    slot: '场次',
    keepLine: '只改人数，候补的位置不变；换场次要重新排。',
    ticket: '改好以后，旧的票就不能用了，换成新的。',
    act: '改好了',
    acting: '正在改',
    keep: '先不改'
  }
}

export type BookWords = typeof words
