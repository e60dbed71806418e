/** Terms about people: how many they are, what they earn and spend, whether they work. */
import type { Term } from '#contract/glossary.ts'

export const peopleTerms: readonly Term[] = [
  {
    slug: 'resident-population',
    name: '常住人口',
    aliases: ['常住居民', '常住总人口'],
    meaning: '实际经常住在这里的人，不看户口在哪里。',
    scope: '在本地住满半年以上的人，加上户口在本地、外出不满半年的人，以及户口待定的人。',
    method: '逢0的年份由人口普查得出，逢5的年份由1%人口抽样调查推算，其他年份由人口变动抽样调查推算。',
    source: '全国人口普查方案和国家统计局《人口变动情况抽样调查制度》',
    see: ['registered-population', 'floating-population', 'urbanisation-rate', 'census']
  },
  {
    slug: 'registered-population',
    name: '户籍人口',
    aliases: ['户口人口', '户籍总人口'],
    meaning: '户口登记在这里的人，不管他现在住在哪里。',
    scope: '在本地公安机关办了常住户口登记的人。',
    method: '由公安机关的户口登记汇总，统计部门引用。',
    source: '户口登记条例和公安部门的人口统计制度',
    see: ['resident-population', 'floating-population']
  },
  {
    slug: 'floating-population',
    name: '流动人口',
    aliases: ['外来人口'],
    meaning: '离开户口所在地到别处居住的人，其中只在同一座城市各区之间搬家的不算。',
    scope: '居住地与户口登记地的乡镇街道不一致、离开半年以上的人，减去市辖区内人户分离的人。',
    method: '由人口普查或人口抽样调查登记户口登记地和离开时间后汇总。',
    source: '全国人口普查方案',
    see: ['resident-population', 'registered-population', 'residence-apart']
  },
  {
    slug: 'residence-apart',
    name: '人户分离人口',
    aliases: ['人户分离'],
    meaning: '住的地方和户口登记的地方不在同一个乡镇或街道，而且离开半年以上的人。',
    scope: '全部常住人口；在同一城市的各区之间分离的，单列为市辖区内人户分离人口。',
    method: '由人口普查或人口抽样调查登记现住地和户口登记地，两相比较得出。',
    source: '全国人口普查方案',
    see: ['floating-population', 'registered-population']
  },
  {
    slug: 'urbanisation-rate',
    name: '城镇化率',
    aliases: ['常住人口城镇化率', '城市化率', '城镇化水平'],
    meaning: '每一百个常住人口里，有多少人住在城镇。',
    scope: '全部常住人口，城镇和乡村按居住地划分。',
    method: '城镇常住人口除以全部常住人口。',
    source: '国务院批复的《统计上划分城乡的规定》',
    see: ['resident-population', 'area-codes']
  },
  {
    slug: 'natural-growth',
    name: '人口自然增长率',
    aliases: ['自然增长率'],
    meaning: '一年里出生的人数减去死亡的人数，平均每一千人多出或少了几个人。',
    scope: '全部常住人口，不考虑迁进迁出。',
    method: '出生率减死亡率；两个率都用全年人数除以年平均人口，用千分率表示。',
    source: '国家统计局《人口变动情况抽样调查制度》',
    see: ['resident-population', 'birth-rate']
  },
  {
    slug: 'birth-rate',
    name: '出生率',
    aliases: ['人口出生率'],
    meaning: '一年里每一千个常住人口中，有多少个孩子出生。',
    scope: '常住人口当年的活产婴儿，不论户口报在哪里。',
    method: '全年出生人数除以年平均人口，乘以一千。',
    source: '国家统计局《人口变动情况抽样调查制度》',
    see: ['natural-growth', 'resident-population']
  },
  {
    slug: 'household',
    name: '住户',
    aliases: [],
    meaning: '住在一起、一起过日子的人，一个人独住也算一户。',
    scope: '住户调查以户为单位，城镇和农村的常住户都可能被抽中。',
    method: '按居住和经济是否合在一起判断，不按户口本。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['diary-household', 'disposable-income']
  },
  {
    slug: 'diary-household',
    name: '记账户',
    aliases: ['调查户', '调查住户'],
    meaning: '被随机抽中、把每天的收入和支出记下来交给统计机构的家庭。',
    scope: '按科学抽样抽中的城乡住户，大约每几年轮换一批。',
    method: '用手机或纸质账本逐笔记账，调查员按期收账、核实，资料只用于统计汇总。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['household', 'sample', 'disposable-income']
  },
  {
    slug: 'disposable-income',
    name: '居民人均可支配收入',
    aliases: ['人均可支配收入', '可支配收入', '居民收入'],
    meaning: '一家人拿到手、可以自己决定花掉或存起来的钱，平均到每个人。',
    scope: '全部常住居民，包括不挣钱的老人和孩子。',
    method: '工资性收入、经营净收入、财产净收入、转移净收入四项相加，由抽样调查推算。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['consumption-spending', 'median', 'average-wage', 'household']
  },
  {
    slug: 'consumption-spending',
    name: '居民人均消费支出',
    aliases: ['人均消费支出', '消费支出'],
    meaning: '一家人为过日子花的钱，平均到每个人。',
    scope: '吃、穿、住、生活用品、交通通信、教育文化娱乐、医疗保健和其他八大类；买房和存钱不算。',
    method: '由记账户逐笔登记，自有住房按折算租金计入，再抽样推算。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['disposable-income', 'engel']
  },
  {
    slug: 'engel',
    name: '恩格尔系数',
    aliases: ['食品支出比重'],
    meaning: '家里花的钱当中，吃占了多大的一份；一般说，家境越宽裕，这一份越小。',
    scope: '全体居民或城镇、农村居民。',
    method: '食品烟酒支出除以消费支出。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['consumption-spending']
  },
  {
    slug: 'gini',
    name: '基尼系数',
    aliases: ['收入差距系数'],
    meaning: '衡量收入分得匀不匀的数：0是完全一样，1是全归一个人，越大差距越大。',
    scope: '通常按全国或很大的地区计算；样本小的地方算不准。',
    method: '把人按收入从低到高排队，比较实际分布与绝对平均相差的面积。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['disposable-income', 'median']
  },
  {
    slug: 'median',
    name: '中位数',
    aliases: ['收入中位数'],
    meaning: '把所有人从低到高排成一队，正中间那个人的数。',
    scope: '常用于收入，少数很高的数不会把它拉高。',
    method: '按样本的权数排序累加，取累计到一半处的数值。',
    source: '国家统计局《住户收支与生活状况调查方案》',
    see: ['mean', 'disposable-income']
  },
  {
    slug: 'mean',
    name: '平均数',
    aliases: ['平均值', '算术平均'],
    meaning: '全部加起来再除以个数；少数特别大的数会把它抬高。',
    scope: '各类人均、户均、平均数据。',
    method: '总量除以总数，抽样调查时按权数加权。',
    source: '统计学通用方法，见各项统计调查制度',
    see: ['median', 'weight']
  },
  {
    slug: 'average-wage',
    name: '城镇非私营单位就业人员平均工资',
    aliases: ['平均工资', '年平均工资', '城镇非私营单位平均工资', '非私营单位平均工资'],
    meaning: '单位一年给就业人员的工资总额，平均到每个人；是税前应发的数。',
    scope: '国有、集体、股份制、外商投资等非私营的法人单位；私营单位另外统计，两个数分开公布。',
    method: '工资总额除以平均人数，包括奖金、津贴和个人要缴的社保、公积金、个税。',
    source: '国家统计局《劳动工资统计报表制度》',
    see: ['private-average-wage', 'disposable-income', 'mean', 'employed']
  },
  {
    slug: 'private-average-wage',
    name: '城镇私营单位就业人员平均工资',
    aliases: ['私营单位平均工资', '城镇私营单位平均工资'],
    meaning: '私营企业一年给就业人员的工资总额，平均到每个人。',
    scope: '登记为私营的企业法人，不含个体户。',
    method: '规模以上的企业全部填报，规模以下的抽样调查后推算。',
    source: '国家统计局《劳动工资统计报表制度》',
    see: ['average-wage', 'mean']
  },
  {
    slug: 'employed',
    name: '就业人员',
    aliases: ['就业人口', '就业'],
    meaning: '到了劳动年龄、最近一周为挣钱干过至少一小时活的人，以及有工作但临时没上班的人。',
    scope: '16岁及以上的常住人口，包括打零工、开店和帮家里做生意的人。',
    method: '由劳动力调查入户询问一周内的工作情况后推算。',
    source: '国家统计局《劳动力调查制度》',
    see: ['labour-force', 'unemployment-rate']
  },
  {
    slug: 'labour-force',
    name: '劳动力',
    aliases: ['经济活动人口'],
    meaning: '正在工作的人，加上没有工作、正在找也能马上上班的人。',
    scope: '16岁及以上的常住人口；在校只读书、在家只料理家务、已退休不再找工作的人不算。',
    method: '由劳动力调查把人分成就业、失业和非劳动力三部分。',
    source: '国家统计局《劳动力调查制度》',
    see: ['employed', 'unemployment-rate']
  },
  {
    slug: 'unemployment-rate',
    name: '城镇调查失业率',
    aliases: ['调查失业率', '失业率'],
    meaning: '城镇里能干活、想干活的人当中，没有工作的占百分之几。',
    scope: '城镇常住人口里16岁及以上的劳动力，外来务工的人也在内。',
    method: '失业人数除以就业与失业人数之和；失业指没有工作、近三个月找过工作、两周内能上班。',
    source: '国家统计局《劳动力调查制度》',
    see: ['labour-force', 'employed', 'sampling-error']
  }
]
