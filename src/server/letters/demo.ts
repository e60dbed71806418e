/** The demo's letters: what people ask a statistics bureau, dated back from today so that the queue always looks alive. */
import type { Contact, LetterKind, LetterState, LetterTopic } from '#contract/letters.ts'

interface SentLetter {
  /** an enquiry, where nothing is said */
  readonly kind?: LetterKind
  readonly state: LetterState
  readonly topic: LetterTopic
  readonly title: string
  readonly text: string
  readonly contact?: Contact
  /** of a fault */
  readonly page?: string
  /** received this many working days before today; 0 is today */
  readonly receivedWorkingDaysAgo: number
}

/** Nobody has given it to an office yet. */
interface ReceivedLetter extends SentLetter {
  readonly state: 'received' | 'accepted'
}

/** An office has it; `officeKey` is the key of a demo office. */
interface AssignedLetter extends SentLetter {
  readonly state: 'assigned'
  readonly officeKey: string
  /** what the office asked the sender */
  readonly question?: string
}

/** The office has begun to write. */
interface DraftingLetter extends SentLetter {
  readonly state: 'drafting'
  readonly officeKey: string
  readonly reply: string
}

/** A draft, in `reply`, waits for a signature. */
interface SigningLetter extends SentLetter {
  readonly state: 'signing'
  readonly officeKey: string
  readonly reply: string
}

/** Signed and sent `repliedAfterWorkingDays` working days after the receipt. */
interface AnsweredLetter extends SentLetter {
  readonly state: 'answered'
  readonly officeKey: string
  readonly reply: string
  readonly repliedAfterWorkingDays: number
}

export type DemoLetter = ReceivedLetter | AssignedLetter | DraftingLetter | SigningLetter | AnsweredLetter

const received: readonly ReceivedLetter[] = [
  {
    state: 'received',
    topic: 'reporting',
    title: '联网直报平台提交月报时一直转圈',
    text: '我是一家小企业的会计，今天上午填完月报点提交，页面转了二十多分钟没有反应。换了一台电脑、清了缓存也一样。月报后天截止，想问表里的数有没有存住，来不及的话先找谁登记，免得被算成迟报。',
    contact: { name: '会计甲', phone: '13800000001' },
    receivedWorkingDaysAgo: 0
  },
  {
    state: 'accepted',
    topic: 'methods',
    title: '小麦亩产是怎么量出来的',
    text: '看到夏粮产量的消息，好奇亩产的数字从哪里来。我老家种了四亩地，从来没有人上门称过。是每块地都量，还是挑几块地割下来称？大棚里的菜又怎么算？',
    receivedWorkingDaysAgo: 0
  },
  {
    state: 'received',
    topic: 'methods',
    title: '假期接待游客人次会不会重复数',
    text: '一家三口上午去了古城，下午去了湿地公园，晚上住在亲戚家。这样算三人次还是六人次？本地人逛本地公园算不算游客？写论文要引用，需要一个准确的说法。',
    contact: { email: 'student@example.com' },
    receivedWorkingDaysAgo: 1
  },
  {
    state: 'received',
    topic: 'methods',
    title: '研发费用的统计口径和加计扣除不一样吗',
    text: '我们公司报给税务的研发费用，和研发活动统计报表里要填的数对不上，差了将近三成。审核的同志让我们写说明。请讲一讲两边的差别在哪些项目上，委托外单位做的研发和买设备的钱各填在哪一栏。',
    contact: { name: '财务乙', phone: '13800000002', email: 'finance@example.com' },
    receivedWorkingDaysAgo: 13
  }
]

const assigned: readonly (AssignedLetter | DraftingLetter)[] = [
  {
    state: 'assigned',
    officeKey: 'prices',
    topic: 'methods',
    title: '房租涨了，为什么居住类价格几乎没动',
    text: '我租的一居室今年续租，每月多收三百元，同事的情况也差不多。可是公布的居住类价格同比只变了零点几。请问房租在里面占多大分量，是看新签的合同还是连老租客一起算？自己住自己的房子又怎么折算？',
    contact: { name: '租客甲', phone: '13800000003' },
    receivedWorkingDaysAgo: 2
  },
  {
    state: 'assigned',
    officeKey: 'industry',
    topic: 'methods',
    title: '单位GDP能耗里算不算家里用的电',
    text: '社区要办节能讲座，我负责准备材料。单位GDP能耗这个指标，分子里有没有居民生活用能？屋顶光伏自己发自己用的电又归到哪里？最好能推荐一份讲得浅显的材料。',
    contact: { email: 'volunteer@example.com' },
    receivedWorkingDaysAgo: 6
  },
  {
    state: 'drafting',
    officeKey: 'accounts',
    topic: 'figures',
    title: '去年的地区生产总值怎么又改了',
    text: '年初公布过一个全年的数，前几天查资料发现总量变了，增速也差了一点。我做的行业报告已经印出来，现在不知道该用哪一个。以后还会再改吗？每次改动在哪里能看到说明？',
    reply:
      '请用后来公布的那个数。年初公布的是初步核算数，那时候不少行业的年报还没有收齐；等财政决算和各部门的年报到齐，再做一次最终核实，总量和增速都会有些出入。遇到经济普查，还会按普查资料把前几年一起重算。您已经印出来的报告，可以在书后附一条说明，写清引用的是初步数。',
    receivedWorkingDaysAgo: 9
  },
  {
    state: 'assigned',
    officeKey: 'census',
    topic: 'surveys',
    title: '上门的调查员怎么辨真假',
    text: '昨天傍晚有两个人敲门，说是统计局的，要问家里几口人、收入多少。胸前挂了牌子，我没敢开门。正规的调查员该带什么证件，我打哪个电话能核对？如果他们要身份证照片，可以不给吧？',
    contact: { name: '住户甲', phone: '13800000004' },
    receivedWorkingDaysAgo: 14
  },
  {
    state: 'assigned',
    officeKey: 'prices',
    topic: 'figures',
    title: '新房价格指数和中介报的价差得远',
    text: '我打算年底买房，天天看价格。同一个月，指数说环比基本持平，中介的小程序却说跌了百分之六。到底该信谁的，指数里包不包括保障房和车位？',
    question: '请问您看的是哪一家中介的小程序，页面上写的是挂牌价还是成交价？',
    receivedWorkingDaysAgo: 15
  },
  {
    state: 'assigned',
    officeKey: 'households',
    topic: 'surveys',
    title: '记账户是怎么抽中我家的，能不能退出',
    text: '上个月社区通知我们家被抽中做住户调查，要每天记收支，听说要记好几年。我想了解为什么偏偏抽到我家，记下来的账会给哪些人看。我母亲年纪大，不会用手机，能改用纸本吗？',
    contact: { name: '记账户甲', phone: '13800000005' },
    receivedWorkingDaysAgo: 17
  }
]

const signing: readonly SigningLetter[] = [
  {
    state: 'signing',
    officeKey: 'industry',
    topic: 'reporting',
    title: '工厂今年收入过线，要不要主动申报规上',
    text: '我们是做五金配件的小厂，前三个季度营业收入已经一千八百多万，全年估计能到两千三百万。听人说过了线就要每月报表，不报会挨罚。想弄清楚线是多少、谁来申报、什么时候办、要交哪些材料。',
    contact: { name: '厂长甲', phone: '13800000006' },
    reply:
      '对照这条线看：工业企业法人年主营业务收入2000万元及以上，就属于规模以上。等全年账结出来、收入确实达到标准后，向厂所在地的县区统计局申报，由它逐级审核。准备好营业执照、利润表和纳税申报表，三处的收入要能对得上。审核通过并纳入名录后，按通知的日期开始报送。在此之前没有纳入，不需要您自己补报月报。往后哪一年收入落到线下，可以在年度审核时申请退出。',
    receivedWorkingDaysAgo: 8
  },
  {
    state: 'signing',
    officeKey: 'census',
    topic: 'census',
    title: '经济普查填的营业额会不会转给税务',
    text: '我开一间早餐铺，普查的时候填过营业收入和雇了几个人。隔壁店主说这些数会交给税务和市场监管，以后照着这个收费。真有这回事吗？像我们这样的个体户是不是每次都要填？',
    reply:
      '放心填报，普查资料只用于普查的目的。《全国经济普查条例》写明，普查得到的单位和个人资料，任何单位不得拿来作为处罚您的依据。经办人员要为您的经营情况保密，泄露的要承担责任。经济普查每五年一次，在逢3、逢8的年份进行，范围是第二产业和第三产业。您的早餐铺属于住宿和餐饮业，在范围之内。个体经营户怎么查、填哪些项目，以当次普查方案为准。',
    receivedWorkingDaysAgo: 11
  },
  {
    state: 'signing',
    officeKey: 'accounts',
    topic: 'methods',
    title: '平均工资包含个人交的社保吗',
    text: '人事部门用平均工资算赔偿，我拿到的实发数比它低很多。想问平均工资是税前还是税后，奖金和公积金在不在里面。另外私营企业为什么单独公布一个数？',
    contact: { email: 'worker@example.com' },
    reply:
      '按应发数来比，不要用到手的数比。平均工资是税前工资，包括奖金、津贴和加班费，也包括从您工资里扣下的个人社保、住房公积金和个人所得税。单位替职工缴的那部分社保和公积金不在里面。算法是一年的工资总额除以全年平均人数，高收入的人会把平均数拉高。非私营单位和私营单位的工资水平、行业结构差别较大，所以分开公布。赔偿用哪一个数，请向人力资源社会保障部门核实。',
    receivedWorkingDaysAgo: 15
  },
  {
    state: 'signing',
    officeKey: 'households',
    topic: 'methods',
    title: '跑外卖算就业还是失业',
    text: '我被裁以后一边投简历一边跑外卖，一周大概干十个小时，也去社区办了失业登记。那么在失业率里我算哪一边？还在上学的孩子、带娃的家属又算什么？',
    contact: { name: '骑手甲', phone: '13800000007' },
    reply:
      '您这种情况在调查失业率里算就业。调查看的是一个固定的星期：为了挣钱干活满1小时，就是就业人口。没有工作、近3个月找过工作、有合适的机会两周内能上岗，三条都符合才算失业。在校不找工作的学生、专心照顾家里的人，不属于劳动力，分子分母都不进。失业登记是人力资源社会保障部门办的，条件和用途不同，两边结果可以不一样。您的登记不会因为这项调查而改变。',
    receivedWorkingDaysAgo: 19
  }
]

const answered: readonly AnsweredLetter[] = [
  {
    state: 'answered',
    officeKey: 'accounts',
    topic: 'documents',
    title: '想查十年前的统计年鉴，去哪里看',
    text: '我在写一篇关于老城区变化的文章，需要十年前各区的人口和商业数字。网上只找到最近几本年鉴，更早的有没有电子版？没有的话能不能到局里翻书，要不要开介绍信？',
    contact: { name: '读者甲', email: 'reader@example.com' },
    reply:
      '先到市图书馆的地方文献室找，历年年鉴一般都有收藏，凭身份证就能看。要看局里的藏书，工作日带上身份证到办公室登记，不用开介绍信。可以抄录，也可以拍照，引用时写清年份和页码。十年间有的区调整过范围，比较之前先看书后的指标解释和注释。如果您要的数字年鉴里没有登，写明指标、年份和地区，提交政府信息公开申请，办公室会依法答复。',
    receivedWorkingDaysAgo: 9,
    repliedAfterWorkingDays: 2
  },
  {
    state: 'answered',
    officeKey: 'prices',
    topic: 'methods',
    title: '价格指数换基期以后，前后还能比吗',
    text: '我用消费价格指数做租约调整，合同写的是定基指数。听说基期换了，新旧两段数接不上。请教怎样接起来，换基期到底换了些什么？',
    contact: { name: '房东甲', phone: '13800000008' },
    reply:
      '把两段定基指数接起来再比，不要直接相减。做法是从旧基期的最后一个月起，用公布的环比指数逐月往后乘，就得到连续的一条线。居民消费价格指数每五年换一次基期，用逢0、逢5的年份。换的时候更新调查的商品和服务，并按新的消费支出重新定各类权重，好让它跟上大家现在的花法。同比和环比已经处理好衔接，可以直接引用。合同条款怎样改写，由您和对方商定。',
    receivedWorkingDaysAgo: 12,
    repliedAfterWorkingDays: 4
  },
  {
    state: 'answered',
    officeKey: 'industry',
    topic: 'methods',
    title: '用两年的产值相除，得不出公布的增速',
    text: '我把今年和去年同期的规上工业总产值一除，得到百分之三点一，公布的增加值增速却是五点多。是我算错了，还是其中有什么讲究？',
    reply:
      '您的除法没有错，是两个数的含义不同。总产值包括买进来的原料和动力，增加值要把这些中间投入减掉。公布的增速扣除了价格变动，产品降价时，按现价相除会偏低。规模以上企业每年有进有出，今年和去年的名单并不一样，计算增速时会把上年同期调到可比的范围。想看产业的快慢，用公布的增加值增速。想看当年卖出多少钱，请用营业收入。',
    receivedWorkingDaysAgo: 20,
    repliedAfterWorkingDays: 9
  },
  {
    state: 'answered',
    officeKey: 'households',
    topic: 'figures',
    title: '人均可支配收入为什么比我感觉的高',
    text: '我们一家四口，只有两个人上班，平均下来离公布的人均可支配收入还差一大截。身边朋友也都说自己“拖后腿”。这个数是不是只调查了收入高的人家？',
    contact: { email: 'family@example.com' },
    reply:
      '用全家的数来算：把四口人的收入都加上，扣掉个人所得税和社保缴费，再除以四。收入有四块，工资、自家经营的净收入、财产净收入、养老金和补助这类转移净收入，容易漏掉后两块。样本按科学方法随机抽取，高、中、低收入的家庭都有机会抽中。少数很高的收入会抬高平均数，所以多数家庭会觉得自己低一些。您可以再看全国公布的中位数，它排在正中间，不受两头影响。',
    receivedWorkingDaysAgo: 26,
    repliedAfterWorkingDays: 6
  },
  {
    state: 'answered',
    officeKey: 'accounts',
    topic: 'methods',
    title: '网上买的东西算不算本市的零售额',
    text: '我现在买菜、买衣服都在网上，楼下商铺关了好几家。社会消费品零售总额还在涨，是不是把网购也统计进去了？从外地网店买来的，算我们市还是算人家市？',
    contact: { name: '街坊甲', phone: '13800000009' },
    reply:
      '网上卖出的实物商品已经算在社会消费品零售总额里。归哪个市，看卖东西的单位在哪里，不看收货地址。您从外地网店买的衣服，一般记在那家店所在的地方；本市商家卖到外地的，记在本市。餐费也在总额里，理发、旅游、培训这类服务不在。所以楼下关了店，总额仍可能增长，因为生意换了地方和方式。查网上那一块的情况，请看“实物商品网上零售额”这个指标。',
    receivedWorkingDaysAgo: 34,
    repliedAfterWorkingDays: 17
  },
  {
    state: 'answered',
    officeKey: 'census',
    topic: 'census',
    title: '户口在老家，人口普查把我算在哪里',
    text: '我户口在外省农村，来这里打工六年，孩子也在这里上小学。人口普查时两边都有人来问，我担心被数了两遍。另外，不普查的年份，人口数又是从哪里来的？',
    reply:
      '您一家会算作本市的常住人口。在一个地方住满半年以上，户口在别处也算这里的常住人口；户口所在地登记时会注明人已外出，汇总时只计一次，不会数两遍。户籍人口由公安部门按户口统计，所以和常住人口对不上是正常的。人口普查每十年一次，在逢0的年份；两次普查中间，逢5的年份做百分之一抽样，其余年份做小一些的抽样，再推算全市的数。',
    receivedWorkingDaysAgo: 38,
    repliedAfterWorkingDays: 11
  }
]

/** Twenty enquiries: four at the registry, six with an office, four waiting for a signature, six answered. */
export const demoLetters: readonly DemoLetter[] = [...received, ...assigned, ...signing, ...answered]
