import type { LetterKind } from '#contract/letters.ts'

/** The privacy notice, version 2026-11 (个人信息保护法 17; 网络数据安全管理条例 21): a list, in one place. */
export const privacy = {
  version: '2026-11',
  title: '个人信息怎么用',
  close: '看完了',
  items: [
    { name: '谁来用', say: '本市统计局。收信的办公室、办理的科室和签发答复的人看得到，别的单位看不到。' },
    {
      name: '收什么',
      say: '您写的标题和内容、加的附件；您愿意留下的称呼、电话、邮箱。不收身份证号，不读通讯录，不定位。'
    },
    {
      name: '用来做什么',
      say: '只用来办理和答复这封信，有不清楚的地方联系您。您另外同意公开的，遮去个人信息后登一份。不做别的，不给别人。'
    },
    {
      name: '怎么存',
      say: '称呼、电话、邮箱和信分开存，加密。照片里的拍摄地点和时间会去掉。草稿、编号、查询码存在您自己的手机里。'
    },
    { name: '留多久', say: '信和答复按公文归档的年限保存；联系方式办结后到期就删，哪天删写在办件里。' },
    {
      name: '您可以',
      say: '不留联系方式也能提问；凭编号和查询码随时查看；在办件的“我的资料”里看全部资料、导出、删除联系方式；要更正，写一封咨询告诉我们编号。'
    },
    {
      name: '报名活动时',
      say: '收手机号、您愿意留的邮箱、来几个人、要什么帮助，只用来留名额、通知变动和接待。活动后到期就删，哪天删写在票里；删之前也可以在票里看、存、删。'
    },
    { name: '在这台手机上', say: '“我的”里有“清空这台手机”，草稿、回执、查询码会一起删掉。' }
  ],
  retention: {
    title: '留到哪天',
    of: '：',
    comma: '、',
    kinds: { enquiry: '咨询', message: '留言', mailbox: '局长信箱', fault: '纠错' } satisfies Record<
      LetterKind,
      string
    >,
    says: (months: number, years: number) =>
      `称呼、电话、邮箱：办结 ${months} 个月后自动删除。信和答复：从办结起按档案规定留 ${years} 年。`
  }
}

export type PrivacyWords = typeof privacy
