/** The demo's columns: seven of the first level and seventeen below them, in the order of the site. */

/** `parent` is the slug of a column of the first level, null for those themselves. */
export interface DemoColumn {
  readonly slug: string
  readonly name: string
  readonly parent: string | null
}

export const demoColumns: readonly DemoColumn[] = [
  { slug: 'latest', name: '最新动态', parent: null },
  { slug: 'figures', name: '数据发布', parent: 'latest' },
  { slug: 'data-notes', name: '数据说明', parent: 'latest' },
  { slug: 'communiques', name: '统计公报', parent: 'latest' },
  { slug: 'work', name: '工作要闻', parent: null },
  { slug: 'bureau-news', name: '局内工作', parent: 'work' },
  { slug: 'field-news', name: '调查一线', parent: 'work' },
  { slug: 'notices', name: '通知公告', parent: null },
  { slug: 'announcements', name: '公告公示', parent: 'notices' },
  { slug: 'release-calendar', name: '发布日程', parent: 'notices' },
  { slug: 'recruitment', name: '招聘考试', parent: 'notices' },
  { slug: 'policies', name: '政策法规', parent: null },
  { slug: 'laws', name: '法律法规', parent: 'policies' },
  { slug: 'documents', name: '规范性文件', parent: 'policies' },
  { slug: 'interpretations', name: '政策解读', parent: 'policies' },
  { slug: 'disclosure', name: '政务公开', parent: null },
  { slug: 'disclosure-reports', name: '公开指南和年报', parent: 'disclosure' },
  { slug: 'budgets', name: '预算决算', parent: 'disclosure' },
  { slug: 'enforcement', name: '执法监督', parent: 'disclosure' },
  { slug: 'services', name: '办事指南', parent: null },
  { slug: 'reporting', name: '企业报表', parent: 'services' },
  { slug: 'enquiries', name: '便民服务', parent: 'services' },
  { slug: 'pictures', name: '宣传图片', parent: null },
  { slug: 'posters', name: '图解海报', parent: 'pictures' }
]
