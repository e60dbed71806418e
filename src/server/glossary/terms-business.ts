/** Terms about firms, trade, investment, farming, and about how units and places are sorted. */
import type { Term } from '#contract/glossary.ts'

export const businessTerms: readonly Term[] = [
  {
    slug: 'above-scale',
    name: '规模以上',
    aliases: ['规上'],
    meaning: '做到一定大小的企业，每个月都要报统计表。',
    scope: '各行业的线不一样：工业是年主营业务收入2000万元，服务业按行业分为几档。',
    method: '企业到线后带证明材料申报，逐级审核后进入名录库，掉线的按规定退出。',
    source: '国家统计局《统计单位划分及具体处理办法》和一套表统计调查制度',
    see: ['above-scale-industry', 'above-scale-services', 'above-quota', 'unit-register']
  },
  {
    slug: 'above-scale-industry',
    name: '规模以上工业',
    aliases: ['规上工业', '规模以上工业企业', '规上工业企业'],
    meaning: '一年主营业务收入在2000万元及以上的工业企业。',
    scope: '采矿业、制造业、电力热力燃气及水生产和供应业的法人单位。',
    method: '企业通过联网直报平台按月报送产值、产量、销售和财务情况。',
    source: '国家统计局《规模以上工业统计报表制度》',
    see: ['above-scale', 'industrial-value-added', 'online-reporting']
  },
  {
    slug: 'industrial-value-added',
    name: '规模以上工业增加值',
    aliases: ['规上工业增加值', '工业增加值'],
    meaning: '规模以上的工厂在一段时间里新创造的价值；平时公布的是去掉涨价因素的增速。',
    scope: '规模以上工业企业。',
    method: '由企业报送的产值和行业增加值率算出，再用出厂价格指数扣除价格变化。',
    source: '国家统计局《规模以上工业统计报表制度》',
    see: ['value-added', 'above-scale-industry', 'constant-price', 'ppi']
  },
  {
    slug: 'capacity-use',
    name: '工业产能利用率',
    aliases: ['产能利用率', '开工率'],
    meaning: '机器设备本来能做一百份，实际做了多少份。',
    scope: '规模以上工业企业全部填报，规模以下的抽样调查。',
    method: '实际产出除以生产能力，都按价值量计算，按季汇总。',
    source: '国家统计局《工业产能利用率调查制度》',
    see: ['above-scale-industry']
  },
  {
    slug: 'high-tech-manufacturing',
    name: '高技术制造业',
    aliases: ['高技术产业'],
    meaning: '研发投入占比特别高的那些制造业行业。',
    scope: '医药、航空航天器及设备、电子及通信设备、计算机及办公设备、医疗仪器设备及仪器仪表、信息化学品制造。',
    method: '对照分类目录从制造业里挑出，再汇总产出和增速。',
    source: '国家统计局《高技术产业（制造业）分类》',
    see: ['industrial-value-added', 'industry-classification', 'rd-spending']
  },
  {
    slug: 'above-quota',
    name: '限额以上',
    aliases: ['限上', '限额以上单位', '限上单位'],
    meaning: '批发、零售、住宿、餐饮这几行里，做到一定大小的单位。',
    scope: '年主营业务收入：批发业2000万元，零售业500万元，住宿业和餐饮业200万元。',
    method: '到线的企业和个体户申报入库后按月报表，线下的抽样调查。',
    source: '国家统计局《批发和零售业、住宿和餐饮业统计报表制度》',
    see: ['retail-sales', 'above-scale', 'unit-register']
  },
  {
    slug: 'above-scale-services',
    name: '规模以上服务业',
    aliases: ['规上服务业', '规模以上服务业企业'],
    meaning: '运输、信息、租赁商务、科研、文化等服务行业里，收入做到一定大小的企业。',
    scope: '按行业分2000万元、1000万元、500万元几档，不含批发零售住宿餐饮、金融和房地产开发。',
    method: '企业按月报送营业收入和财务情况。',
    source: '国家统计局《规模以上服务业统计报表制度》',
    see: ['above-scale']
  },
  {
    slug: 'retail-sales',
    name: '社会消费品零售总额',
    aliases: ['社零', '社零总额', '零售总额', '社会消费品零售额'],
    meaning: '卖给居民和单位、不再用来生产的商品值多少钱，加上餐馆的收入。',
    scope: '企业、产业活动单位和个体户出售的实物商品和餐饮服务；看病、上学、理发等服务不在内。',
    method: '限额以上单位按月直报，限额以下的抽样调查推算；网上零售按卖家的经营地计算。',
    source: '国家统计局《批发和零售业、住宿和餐饮业统计报表制度》',
    see: ['above-quota', 'online-retail', 'consumption-spending']
  },
  {
    slug: 'online-retail',
    name: '网上零售额',
    aliases: ['网络零售额', '网上商品零售额', '网上零售'],
    meaning: '通过网站、手机应用等下单成交的商品和服务值多少钱。',
    scope: '卖家在公共网络平台上的零售额；其中实物商品部分计入社会消费品零售总额。',
    method: '由重点平台按月报送，分地区时看卖家的经营地。',
    source: '国家统计局《批发和零售业、住宿和餐饮业统计报表制度》',
    see: ['retail-sales']
  },
  {
    slug: 'fixed-investment',
    name: '固定资产投资（不含农户）',
    aliases: ['固定资产投资', '固定资产投资额'],
    meaning: '一段时间里盖房修路、买设备等建成或购置长期使用的资产所做的工作量和花的钱。',
    scope: '计划总投资500万元及以上的建设项目，加上房地产开发；农户自己的投资不算。',
    method: '由建设单位按项目报送，以实际完成的财务支出为依据。',
    source: '国家统计局《固定资产投资统计报表制度》',
    see: ['property-investment', 'private-investment']
  },
  {
    slug: 'private-investment',
    name: '民间投资',
    aliases: ['民间固定资产投资'],
    meaning: '不由国家、也不由外商控股的单位所做的固定资产投资。',
    scope: '集体、私营、个人控股的企业等单位。',
    method: '按单位的控股情况，从固定资产投资里分出来汇总。',
    source: '国家统计局《固定资产投资统计报表制度》',
    see: ['fixed-investment']
  },
  {
    slug: 'property-investment',
    name: '房地产开发投资',
    aliases: ['房地产开发投资额', '房地产投资'],
    meaning: '开发商盖住宅、写字楼、商铺和开发土地所做的投资。',
    scope: '全部房地产开发法人单位统一开发的房屋和配套设施。',
    method: '开发企业按项目逐月直报完成的投资。',
    source: '国家统计局《房地产开发统计报表制度》',
    see: ['fixed-investment', 'unsold-floor-area', 'house-price-index']
  },
  {
    slug: 'unsold-floor-area',
    name: '商品房待售面积',
    aliases: ['待售面积', '空置面积'],
    meaning: '已经盖好、可以卖或租却还没有卖出租出的商品房有多大。',
    scope: '报告期末已竣工的可供销售或出租的商品房屋；还没有竣工的期房不算。',
    method: '由房地产开发企业按月填报。',
    source: '国家统计局《房地产开发统计报表制度》',
    see: ['property-investment']
  },
  {
    slug: 'grain-output',
    name: '粮食产量',
    aliases: ['粮食总产量', '粮食总产'],
    meaning: '一年收的谷物、豆类和薯类一共有多重。',
    scope: '全部农业生产经营者种的粮食；薯类每5公斤鲜重折1公斤。',
    method: '播种面积用遥感和实地调查测量，单产由抽中地块实割实测，面积乘单产。',
    source: '国家统计局《农林牧渔业统计报表制度》和农产量抽样调查制度',
    see: ['sample', 'sampling-error']
  },
  {
    slug: 'industry-classification',
    name: '国民经济行业分类',
    aliases: ['行业分类', '行业代码'],
    meaning: '给各种经济活动分门别类并编上号的国家标准，用来判断一家单位属于哪一行。',
    scope: '所有法人单位、产业活动单位和个体户，分门类、大类、中类、小类四层。',
    method: '看单位的主要活动，一般以占增加值或收入最大的一项为准。',
    source: '国家标准《国民经济行业分类》GB/T 4754',
    see: ['three-sectors', 'unit-register']
  },
  {
    slug: 'area-codes',
    name: '统计用区划代码',
    aliases: ['区划代码', '城乡分类代码', '城乡划分代码'],
    meaning: '给省、市、县、乡、村逐级编的号，统计数据按它归到地方。',
    scope: '从省级到村居，村居一级共12位；另有3位数字标明是城是乡。',
    method: '每年按行政区划的变动和实地建设情况更新一次。',
    source: '国家统计局《统计用区划代码和城乡划分代码编制规则》',
    see: ['urbanisation-rate']
  },
  {
    slug: 'unit-register',
    name: '基本单位名录库',
    aliases: ['名录库', '调查单位名录库', '统计单位名录库'],
    meaning: '登记着所有法人单位和产业活动单位名称、地址、行业的一本总账，调查时从里面找人。',
    scope: '本地的企业、事业、机关、社团及其分支。',
    method: '用普查打底，平时按市场监管、编制、民政、税务等部门的登记资料和报表更新。',
    source: '国家统计局《基本单位统计报表制度》',
    see: ['above-scale', 'industry-classification', 'online-reporting']
  },
  {
    slug: 'online-reporting',
    name: '联网直报',
    aliases: ['一套表联网直报', '联网直报平台', '一套表'],
    meaning: '企业自己在网上填统计表，数据一步到国家，各级同时看到，中间谁也不能改。',
    scope: '规模以上、限额以上的企业和投资项目单位等。',
    method: '企业凭账号或证书登录填报，统计机构审核、查询，改动由企业自己作出并留下记录。',
    source: '国家统计局一套表统计调查制度',
    see: ['above-scale', 'above-quota', 'original-records']
  },
  {
    slug: 'original-records',
    name: '统计台账',
    aliases: ['原始记录', '统计原始记录', '台账'],
    meaning: '填统计表所根据的凭证和平时登记的账，报上去的每个数都应当能在里面找到来路。',
    scope: '所有负有填报义务的单位和个体户。',
    method: '逐笔登记、按期汇总、整理保管，接受检查时如实提供。',
    source: '《中华人民共和国统计法》',
    see: ['online-reporting']
  }
]
