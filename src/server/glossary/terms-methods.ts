/** Terms about how figures are made, compared and put right. */
import type { Term } from '#contract/glossary.ts'

export const methodTerms: readonly Term[] = [
  {
    slug: 'year-on-year',
    name: '同比',
    aliases: ['比上年同期', '比上年同月'],
    meaning: '和去年同一个时候相比，变了多少。',
    scope: '月度、季度和累计的各类数据。',
    method: '本期数除以上年同期数再减一；两期的口径要先调成一样。',
    source: '统计学通用方法，见各项统计调查制度',
    see: ['month-on-month', 'cumulative', 'constant-price']
  },
  {
    slug: 'month-on-month',
    name: '环比',
    aliases: ['比上月', '比上季度'],
    meaning: '和紧挨着的上一期相比，变了多少。',
    scope: '月度或季度数据；受季节影响大的要先做季节调整。',
    method: '本期数除以上一期数再减一。',
    source: '统计学通用方法，见各项统计调查制度',
    see: ['year-on-year', 'seasonal-adjustment']
  },
  {
    slug: 'cumulative',
    name: '累计',
    aliases: ['累计数', '累计增速'],
    meaning: '从年初一直加到现在的数。',
    scope: '按月按季报送的产值、零售额、投资额等流量数据。',
    method: '把年初以来各期的数相加，与上年同期的累计数比较。',
    source: '各项统计报表制度',
    see: ['year-on-year']
  },
  {
    slug: 'percentage-point',
    name: '百分点',
    aliases: ['个百分点'],
    meaning: '两个百分数直接相减的差：从5%变成6%，是高了1个百分点，而不是高了1%。',
    scope: '比较增速、比重、失业率等以百分数表示的数据。',
    method: '后一个百分数减前一个百分数。',
    source: '统计学通用方法',
    see: ['year-on-year']
  },
  {
    slug: 'seasonal-adjustment',
    name: '季节调整',
    aliases: ['季调', '经季节调整'],
    meaning: '把春节、农忙、寒暑等每年都会来的起落去掉，看清真正的升降。',
    scope: '用于计算月度、季度的环比。',
    method: '用多年的数据估出季节和节假日的影响并扣除；每来一期新数，从前的环比也会跟着小改。',
    source: '国家统计局关于季节调整的方法规定',
    see: ['month-on-month', 'revision']
  },
  {
    slug: 'revision',
    name: '修订',
    aliases: ['数据修订', '常规修订', '全面修订'],
    meaning: '资料更齐全或办法更新以后，把公布过的数改得更准，并说明为什么改。',
    scope: '地区生产总值、人口、投资等会用到后补资料的数据。',
    method: '年度核实时作常规修订，普查之后对往年数据作全面修订。',
    source: '《中华人民共和国统计法实施条例》',
    see: ['preliminary-and-final', 'census']
  },
  {
    slug: 'coverage',
    name: '口径',
    aliases: ['统计口径', '统计范围'],
    meaning: '一个数算了谁、算了什么、怎么算的规矩；规矩不同的数不能直接比。',
    scope: '每一项统计指标。',
    method: '看指标解释里的对象、范围、时间、单位和计算办法；口径改变时，对比期要按新口径重算。',
    source: '各项统计调查制度的指标解释',
    see: ['year-on-year', 'revision']
  },
  {
    slug: 'sample',
    name: '样本',
    aliases: ['样本量', '调查样本'],
    meaning: '从全体里按机会均等的办法挑出来调查的那一部分。',
    scope: '一户人家、一家小企业、一块地都可以是一个样本，依调查而定。',
    method: '先把全体分层分组，再随机抽取；样本用久了会失真，要定期轮换。',
    source: '各项抽样调查方案',
    see: ['sampling', 'sampling-error', 'weight']
  },
  {
    slug: 'sampling',
    name: '抽样调查',
    aliases: ['样本调查'],
    meaning: '只问挑出来的一部分，再推算全体的调查。',
    scope: '人口变动、住户收支、劳动力、价格、农产量等不必人人都问的事情。',
    method: '按随机原则抽出样本，用每个样本代表的数量放大到全体，并算出误差的大小。',
    source: '《中华人民共和国统计法》和各项抽样调查方案',
    see: ['sample', 'sampling-error', 'census']
  },
  {
    slug: 'sampling-error',
    name: '抽样误差',
    aliases: ['标准误差', '置信区间'],
    meaning: '只问一部分人就推算全体，必然带来的出入；样本越大，出入越小。',
    scope: '一切抽样调查的结果。',
    method: '按抽样办法和样本的差异算出，通常说成在某个把握程度下的上下范围。',
    source: '各项抽样调查方案',
    see: ['sample', 'unemployment-rate']
  },
  {
    slug: 'census',
    name: '普查',
    aliases: ['全面调查'],
    meaning: '不抽样，一个不漏地登记一遍，摸清家底。',
    scope: '人口普查逢0的年份，经济普查逢3、8的年份，农业普查逢6的年份。',
    method: '定一个标准时点，由普查员上门或上网登记，再抽查登记的质量。',
    source: '全国人口普查条例、全国经济普查条例、全国农业普查条例',
    see: ['population-census', 'economic-census', 'agricultural-census', 'standard-time', 'sampling', 'enumerator']
  },
  {
    slug: 'population-census',
    name: '人口普查',
    aliases: ['七人普', '全国人口普查'],
    meaning: '每十年一次，在同一时刻把全国住着多少人、是什么样的人登记清楚。',
    scope: '在境内居住的自然人；最近一次是2020年11月1日零时的第七次。',
    method: '普查员逐户登记或住户网上自填，大多数人填短表，抽出一成住户填长表。',
    source: '《全国人口普查条例》',
    see: ['census', 'resident-population', 'standard-time']
  },
  {
    slug: 'economic-census',
    name: '经济普查',
    aliases: ['五经普', '全国经济普查'],
    meaning: '每五年一次，把做工业、建筑业和服务业的单位一家一家查清。',
    scope: '从事第二产业和第三产业的法人单位、产业活动单位和个体户；最近一次是2023年末的第五次。',
    method: '先逐街清查，再对单位全面登记、对个体户抽样登记。',
    source: '《全国经济普查条例》',
    see: ['census', 'unit-register', 'three-sectors', 'revision']
  },
  {
    slug: 'agricultural-census',
    name: '农业普查',
    aliases: ['农普', '全国农业普查'],
    meaning: '每十年一次，查清农村有多少人种地、种了什么、用什么机器、村里有哪些设施。',
    scope: '农户、农业经营单位、村和乡镇；第四次的标准时点是2026年12月31日24时。',
    method: '入户登记与遥感测量相结合，村和乡镇另填表。',
    source: '《全国农业普查条例》',
    see: ['census', 'enumerator', 'grain-output']
  },
  {
    slug: 'standard-time',
    name: '普查标准时点',
    aliases: ['标准时点'],
    meaning: '普查规定的那一刻，所有人都按这一刻的情况登记，免得重了或漏了。',
    scope: '每次普查在方案里定下一个时点。',
    method: '时点指标按那一刻填，收入、产量等时期指标按规定的年度填。',
    source: '各次普查方案',
    see: ['census']
  },
  {
    slug: 'enumerator',
    name: '普查员',
    aliases: ['普查指导员'],
    meaning: '经过培训、带着证件上门登记的人；指导员负责带队和检查。',
    scope: '在普查登记期间从村居、单位和社会上选聘。',
    method: '一人负责一个普查小区，登记时应当出示普查员证，对看到的资料保密。',
    source: '各项普查条例和普查方案',
    see: ['census', 'confidentiality']
  },
  {
    slug: 'confidentiality',
    name: '统计资料保密',
    aliases: ['可识别资料', '单个调查对象资料'],
    meaning: '能认出或推断出是哪一家、哪个人的调查资料，不能给别人，也不能用在统计以外的事上。',
    scope: '统计机构和统计人员在工作中得到的国家秘密、工作秘密、商业秘密、个人隐私和个人信息。',
    method: '对外只提供汇总数；汇总里单位太少、看得出是谁的格子要合并或隐去。',
    source: '《中华人民共和国统计法》',
    see: ['census', 'enumerator', 'statutory-marks']
  },
  {
    slug: 'statutory-marks',
    name: '统计调查表法定标识',
    aliases: ['法定标识', '表号'],
    meaning: '正规的统计表右上角印着的几行字，说明它是谁定的、谁批的、管到哪天。',
    scope: '一切经过批准或备案的统计调查表。',
    method: '应当写明表号、制定机关、批准或备案文号、有效期限；没有或过期的，单位和个人可以拒绝填写。',
    source: '《中华人民共和国统计法》',
    see: ['confidentiality', 'original-records']
  },
  {
    slug: 'release-dates',
    name: '发布日程',
    aliases: ['数据发布日程', '发布日历', '发布日程表'],
    meaning: '事先排好、让大家知道哪天公布哪个数的时间表。',
    scope: '月度、季度、年度的主要统计数据。',
    method: '每年年底排定下一年的日期并公布，要改动时提前公告；公布之前谁也不许对外透露。',
    source: '《中华人民共和国统计法实施条例》和数据发布管理规定',
    see: ['preliminary-and-final', 'revision']
  }
]
