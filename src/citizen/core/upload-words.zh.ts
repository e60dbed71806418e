/** Words of files on their way. */
export const words = {
  title: (left: number) => (left === 0 ? '附件都收到了' : `附件还有 ${left} 个没传完`),
  states: {
    waiting: '待发送',
    sending: '发送中',
    received: '已收到',
    refused: '没有收下',
    lost: '这台手机上没有了'
  },
  waitsFor: { network: '待发送，等网络', server: '待发送，等服务器' },
  progress: (name: string) => `${name}，已传`,
  bytes: (sent: string, size: string) => `${sent} / ${size}`,
  now: '现在再试',
  nowOf: (name: string) => `现在再试：${name}`,
  refusedSay: '统计局的服务器不收这个文件。请在追问里说明，或另发一封。',
  lostSay: '文件没传完，手机就把它删了。请在追问里说明，或另发一封。',
  forget: '知道了',
  forgetOf: (name: string) => `知道了，不再显示 ${name}`,
  keepOpen: '文字已经收到。开着这个应用，附件会自己接着传。'
}

export type UploadWords = typeof words
