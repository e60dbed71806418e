/** Words of the home page. */
export const words = {
  search: '搜索',
  searchHint: '搜文件、解读、通知',
  services: '服务',
  latest: '最新公开',
  more: '更多',
  enquiry: { name: '咨询', say: '问数据、问算法、问填报', limit: (days: number) => `${days} 个工作日内答复` },
  board: { name: '留言板', say: '提意见、提建议，看别人说了什么' },
  mailbox: { name: '局长信箱', say: '写给局长，由局领导签发答复' },
  fault: '网站纠错',
  openDays: { name: '开放日', say: '到统计局看看，报名、候补、取票' },
  find: { name: '凭编号查', say: '用编号和查询码，看办到哪一步' },
  asked: { name: '大家问过的', say: '看看是不是已经有答复' },
  answers: (year: number) => `${year} 年的答复`,
  meanBefore: '平均用时',
  meanUnit: '个工作日',
  meanRule: (limit: number, mean: string) => `期限 ${limit} 个工作日，平均用了 ${mean} 个`,
  limitIs: (days: number) => `期限 ${days} 个`,
  allOnTime: (letters: number) => `答复了 ${letters} 封来信，都在期限内。`,
  someOnTime: (letters: number, onTime: number) =>
    `答复了 ${letters} 封来信，${onTime} 封在期限内，${letters - onTime} 封超期。`,
  noneYet: '今年还没有答复过来信。',
  way: '一封信怎么走',
  steps: [
    { lead: '写好发出', say: '当场给编号、查询码和最晚答复日' },
    { lead: '分给科室', say: '办到哪一步，随时能看' },
    { lead: '答复', say: '一个人写，另一个人审，再发给您' }
  ],
  privacy: '个人信息怎么用'
}

export type HomeWords = typeof words
