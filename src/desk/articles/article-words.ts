/** Chinese for what an article is, where it stands and who signs it. */
import type { ArticleKind, Validity } from '#contract/articles.ts'
import type {
  ArticleState,
  Check,
  Disclosure,
  disclosureBases,
  QueuedArticle,
  QueueTab,
  ReviewStep
} from '#contract/articles-desk.ts'

export const articleKindWords: Readonly<Record<ArticleKind, string>> = {
  news: '动态',
  notice: '通知公告',
  policy: '政策文件',
  interpretation: '解读',
  dataNote: '数据说明'
}

export const articleStateWords: Readonly<Record<ArticleState, string>> = {
  draft: '草稿',
  inReview: '在审',
  returned: '已退回',
  scheduled: '待发布',
  published: '已发布',
  withdrawn: '已撤下'
}

export const queueTabWords: Readonly<Record<QueueTab, string>> = {
  mine: '待我审签',
  draft: '草稿和退回',
  inReview: '在审',
  scheduled: '待发布',
  published: '已发布',
  withdrawn: '已撤下'
}

export const stepWords: Readonly<Record<ReviewStep, { readonly name: string; readonly who: string }>> = {
  office: { name: '一审', who: '科室负责人' },
  registry: { name: '二审', who: '办公室' },
  secrecy: { name: '保密审查', who: '保密员' },
  leader: { name: '三审', who: '分管领导' }
}

export const disclosureWords: Readonly<Record<Disclosure, string>> = {
  open: '主动公开',
  onRequest: '依申请公开',
  closed: '不予公开'
}

export const basisWords: Readonly<Record<(typeof disclosureBases)[number], string>> = {
  '14': '第十四条：国家秘密，法律禁止公开，危及安全稳定',
  '15': '第十五条：商业秘密，个人隐私',
  '16.1': '第十六条：人事、后勤、内部工作流程',
  '16.2': '第十六条：讨论记录、过程稿、磋商信函、请示报告',
  '16.3': '第十六条：行政执法案卷'
}

export const validityWords: Readonly<Record<Validity, string>> = {
  inForce: '现行有效',
  amended: '已修改',
  partlyRepealed: '部分废止',
  repealed: '已废止',
  expired: '已失效'
}

/** A check in plain words, and what to do when it stops an article. */
export const checkWords: Readonly<Record<Check['name'], { readonly name: string; readonly mend: string }>> = {
  summary: { name: '内容概述', mend: '写上内容概述，100 个字以内。' },
  body: { name: '正文', mend: '把正文写好。' },
  personalData: { name: '个人信息', mend: '删去，或逐处写明为什么可以保留。' },
  secrecyMarks: { name: '密级标志', mend: '带密级的内容不能进这个系统，删去并报告保密员。' },
  alternativeText: { name: '图片的文字说明', mend: '给这些图片补上文字说明。' },
  charts: { name: '画成图的表', mend: '改成数字的格子，补上表题，或改成不画图。' },
  links: { name: '链接', mend: '改好打不开或不允许的链接。' },
  attachments: { name: '附件', mend: '换掉收不了的附件，或从列表里去掉。' },
  disclosure: { name: '公开属性', mend: '选定公开属性，不公开的不能发布。' },
  validity: { name: '效力和日期', mend: '补上效力，核对成文、施行、失效日期的先后。' },
  interpretation: { name: '有对应的解读', mend: '写好解读并和它关联，或写明为什么不另作解读。' },
  correctionNote: { name: '更正说明', mend: '写明这一次改了什么，读者看得到。' }
}

/** Details that the server says in its own words; texts, names and addresses are shown as they are. */
export const detailWords: Readonly<Partial<Record<Check['name'], Readonly<Record<string, string>>>>> = {
  disclosure: { undecided: '还没选', notOpen: '不是主动公开', unexplained: '缺依据或理由' },
  validity: {
    documentNumber: '缺文号',
    writtenOn: '缺成文日期',
    validity: '缺效力',
    validityNote: '没写被哪份文件改了或废了',
    expiresOn: '失效日期在施行日期以前'
  },
  interpretation: { missing: '没有解读和它关联', unapproved: '解读还没签完，先签解读' }
}

/** What nobody but a person can judge, a list for each step (三审三校 and 保密审查). */
export const handChecks: Readonly<Record<ReviewStep, readonly string[]>> = {
  office: ['数字和数据表、原件一致', '事实、日期、名称', '表述和用语', '没有不该公开的个人信息'],
  registry: ['体例和格式', '错别字和敏感词', '公开属性定得对', '概述和目录信息写得准', '附件和链接打得开'],
  secrecy: ['没有国家秘密、工作秘密', '没有条例第十四条到第十六条的情形', '几处合起来看也不泄密', '认不出单个调查对象'],
  leader: ['政策和立场', '表述的分寸', '发布的时机']
}

/** What a line of the queue says about where the article stands. */
export function standingWords({ state, step, publishAt }: Pick<QueuedArticle, 'state' | 'step' | 'publishAt'>): string {
  if (state === 'inReview' && step !== null) return `等${stepWords[step].name}`
  if (state === 'scheduled' && publishAt !== null) return '定时发布'
  return articleStateWords[state]
}
