/** Words of 我的. */
export const words = {
  waiting: (count: number) => `待发送 ${count} 件`,
  waitsFor: {
    network: '待发送，等网络',
    server: '待发送，等服务器',
    turn: (time: string) => `待发送，${time} 自动再发`
  },
  sending: '发送中',
  messageTo: {
    followUp: (number: string) => `${number} 的追问`,
    supplement: (number: string) => `${number} 的补充说明`
  },
  bookingOf: (title: string) => `报名：${title}`,
  files: (count: number, size: string) => `附件 ${count} 个，共 ${size}`,
  waits: {
    network: '还没有网络，连上就自动发出。',
    server: '没连上统计局的服务器，过一会儿自动再发。',
    turn: '这部手机一小时里发得多了，到时候自动再发，不会丢。'
  },
  readItem: '看内容',
  mayPublish: '同意公开这次问答',
  mayNotPublish: '没有同意公开',
  mayWait: '名额不够时愿意候补',
  tooLate: '已经发出去了，等服务器回话后才能改。',
  fileSaved: '存成文件了。里面有查询码和附件，别给别人。',
  fileNotSaved: '没有存成文件，请再试一次。',
  heldAt: (clock: string) => `${clock} 放入`,
  frozen: '已经发过一次，服务器可能收到了，等它回话后才能改。',
  sendNow: '现在再试',
  change: '修改',
  takeBack: '撤回',
  saveFile: '存成文件',
  takenBack: '已撤回，内容留在草稿里。',
  sent: { letter: '发出去了，回执在下面的办件里。', booking: '报名有结果了，在下面的活动票里。' },
  refused: '没有发成，内容回到草稿里了，打开看要改什么。',
  mine: '我的办件',
  open: (count: number) => `${count} 件在办`,
  empty: '还没有办件',
  emptySay: '问过的都会列在这里，带着还剩几天。',
  ask: '去问一个',
  drafts: '草稿',
  untitled: '还没写标题',
  savedAt: (clock: string) => `${clock} 存下`,
  toMend: '需修改',
  look: '凭编号查',
  bookingDraft: (title: string) => `没报完的名：${title}`,
  library: '存到这台手机的',
  librarySay: '没有网络也能看',
  elder: '长辈版',
  elderSay: '大字、大按钮、能朗读',
  language: '语言 Language',
  languageNow: '中文',
  privacy: '个人信息',
  privacySay: '谁来用、留多久',
  clear: '清空这台手机',
  clearSay: '草稿、待发送、回执、活动票和查询码都会删掉，找不回来。统计局那边的来信和报名不受影响。',
  clearFrozen: '有东西还没发完，清空后这台手机就不再发了。',
  clearKeep: '先抄下编号和查询码，以后还能查。',
  clearDo: '清空',
  cancel: '先不清',
  unreadable: '这台手机不让存东西',
  unreadableSay: '可能开着无痕浏览。换成普通窗口，草稿和回执就能留下。',
  messageDraft: { followUp: '没发出的追问', supplement: '没发出的补充说明' },
  bring: {
    name: '从文件读回',
    say: '存成文件的信和报名，读回来接着发',
    unreadable: {
      'not-ours': '这不是从这里存出去的文件。',
      newer: '这个文件是新版本存的，请先更新再读。',
      broken: '文件不完整或被改过，没有读回。'
    },
    found: {
      held: '读回来了，在待发送里，有网络就自动发出。',
      'waiting-already': '这一件已经在待发送里，没有再放一份。',
      'draft-already': '这一件在草稿里，可以打开接着改，没有再放一份。',
      'sent-already': '这一件统计局已经收到，不会再发一次：'
    },
    full: '手机空间不够，没有读回。',
    notKept: '没有存下，请再选一次。'
  },
  keptSize: '存在这台手机里',
  keptLasting: '浏览器不会自己删',
  keptLoose: '手机空间紧张时浏览器可能会删，重要的请存成文件'
}

export type MeWords = typeof words
