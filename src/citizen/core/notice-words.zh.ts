/** Words of notices 通知 on the page of an own letter or booking. */
export const words = {
  title: '有进展告诉我',
  say: {
    letters: '受理、提问、答复、期限变动时各发一条，只写编号，不写内容。',
    bookings: '轮到名额、时间地点变动、取消、前一天提醒时各发一条，只写编号，不写是谁。'
  },
  channels: { email: '发邮件', sms: '发短信' },
  off: '没有开',
  offer: (address: string) => `发到 ${address}，打开就生效`,
  goesTo: (address: string, language: string) => `发到 ${address}，${language}`,
  change: '换地址或语言',
  addresses: { email: '邮箱', sms: '手机号' },
  hints: { email: '例如 name@example.com', sms: '11 位手机号' },
  kept: (address: string) => `不填就用 ${address}`,
  language: '用哪种语言写',
  languages: { zh: '中文', en: '英文' },
  private: {
    letters: '地址加密保存，只用来发这封信的通知。每条通知里都有退订链接。',
    bookings: '地址加密保存，只用来发这次活动的通知，和报名的联系方式一起删除。每条通知里都有退订链接。'
  },
  wrong: '这个地址发不了，看看有没有写错。',
  needed: '请填一个地址。',
  keep: '保存',
  keeping: '正在保存',
  cancel: '不改了'
}

export type NoticeWords = typeof words
