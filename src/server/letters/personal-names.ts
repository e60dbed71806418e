/** Finds Chinese personal names: by what stands around them, and by words that no dictionary knows and that begin with a surname. */
import type { Jieba } from '@node-rs/jieba'
import type { Span } from '#contract/personal-addresses.ts'

/** Surnames by which a name is known at once. */
const usual = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施曹严魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤俞袁柳酆鲍史唐费廉岑薛倪汤滕殷罗毕郝邬傅皮卞康伍余顾孟黄穆萧肖尹姚邵湛汪祁禹狄臧伏戴谈茅庞熊舒屈项祝董梁杜阮闵席季麻贾娄颜郭梅盛林刁钟徐邱丘骆夏蔡樊胡凌霍虞柯管卢莫裘缪宗丁邓郁杭洪诸崔吉龚程邢裴陆翁荀甄曲芮储靳段焦巴牧隗侯宓蓬仲伊宁仇栾甘厉祖符刘景詹束龙司韶黎乔苍党翟谭贡逄姬申扶冉宰郦雍桑桂濮牛寿扈燕冀郏尚温别庄晏柴瞿阎慕茹习宦艾古慎戈廖庾居衡耿匡寇东欧殳沃蔚师巩聂晁敖訾辛阚饶曾鞠巢查荆游竺权盖桓佟佘佴牟商谯笪楚岱仉督晋鄢涂钦覃朴苑苟卓蔺初揭冼庹吕张孔金华雷贺田江钱严石邰粟敖单丛揣尧么冮'
)

/** Surnames that are everyday words as well: with them a name needs more that speaks for it. */
const everyday = new Set(
  '水花和明平计成时别过后空都充须关益年爱相终步利通向越隆养公容国文广全家强云应连代原初门展战满高白常方安于任孔金华鱼房车封路米贝臧宋毛危万支包左井段富山谷全班秋宫暴武幸闻劳堵农邬郤璩桑边尚农温庄连慕充鱼向古易慎弘文广东欧利师勾融冷那简空沙养丰关相红权逯盖益公仝代练原展战单乐蓝齐方纪童顾叶荣左贾向黄常江田石严张安钱雷孙梁元封郎龙林夏牛羊马杨柳柏梅桃燕景束党米和祝康喻章皮司商师伏戴项强印海风火'
)

const double =
  '欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|轩辕|东郭|南门|西门|纳兰|完颜|叶赫|百里|淳于|单于|拓跋|第五'
const doubles = new Set(double.split('|'))

const han = '\\u3400-\\u4dbf\\u4e00-\\u9fff'

/** Letters that a given name does not hold; they end it when it is read from left to right. */
const never =
  '的了是在与或及把被让给从到对这那你我他她它们个只不没也都就还又很请问您吗呢吧啊呀什怎哪几谁并而但若则因此所已曾将能要想该需着过去说某'

const given = `[${han}]`
const surname = `(?:${double}|[${[...new Set([...usual, ...everyday])].join('')}])`
const fullName = `(?:(?:${double})(?![${never}])${given}(?:(?![${never}])${given})?|[${[...new Set([...usual, ...everyday])].join('')}](?![${never}])${given}(?:(?![${never}])${given})?)`

/** Words after which a name is told. */
const before =
  '我叫|名叫|叫做|叫作|本人叫|本人是|本人名叫|姓名|真名|署名|名字叫|名字是|名字|户主|联系人|经办人|填表人|填报人|负责人|申请人|投诉人|举报人|被投诉人|写信人|来信人|收件人|寄件人|收货人|签收人|当事人|被调查人|受访人|承租人|租客|房东|业主|店主|店长|老板娘|老板|厂长|经理|法人代表|法定代表人|法人|会计|出纳|统计员|调查员|普查员|指导员|辅调员|网格员|访员|督导员|村支书|支书|村主任|社区主任|主任|科长|处长|局长|组长|队长|校长|院长|书记|老师|医生|护士|律师|记者|同事|同学|邻居|亲戚|朋友|丈夫|妻子|老公|老婆|爱人|先生|太太|父亲|母亲|爸爸|妈妈|我爸|我妈|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|儿子|女儿|儿媳|女婿|孙子|孙女|外孙|哥哥|弟弟|姐姐|妹妹|大哥|大姐|二弟|小妹|我哥|我弟|我姐|我妹|叔叔|伯伯|舅舅|姑姑|阿姨|表哥|表姐|表弟|表妹|堂哥|堂弟|侄子|侄女|同志|学生|徒弟|师傅|伙伴|合伙人|股东|户名|开户人|收款人|持卡人|车主|驾驶员|司机|此致|敬礼|落款'

/** Titles that stand after a full name. */
const after =
  '先生|女士|小姐|同志|老师|同学|师傅|阿姨|大爷|大妈|大叔|大婶|叔叔|伯伯|奶奶|爷爷|大哥|大姐|主任|科长|处长|局长|副局长|经理|会计|院长|校长|书记|医生|律师|教授|工程师|记者|老板|队长|组长|调查员|普查员|(?=[（(](?:男|女|身份证|电话|手机|联系|\\d))'

const aside = '[（(【“"\'‘「『:：,，、\\s]*'

const contexts: readonly RegExp[] = [
  new RegExp(`(?:${before})(?:叫做|叫|是|为|即|名叫|姓名)?${aside}(${fullName})`, 'dg'),
  new RegExp(`(?<![${han}老小])(${fullName})(?:${after})`, 'dg'),
  // of whom something follows that only people have
  new RegExp(
    `(?<![${han}])(${fullName})(?=[，,、；;\\s（(]*(?:男|女|身份证|电话|手机|联系电话|联系方式|邮箱|住址|家住|现住|今年\\d|\\d{2}岁|生于|敬上|敬启|拜上|谨上|上$))`,
    'dg'
  ),
  // a signature on a line of its own, with or without a date
  new RegExp(
    `(?:^|\\n|——|—|－－|--)[ \\t\\u3000]*(${fullName})[ \\t\\u3000]*(?=$|\\n|\\d{4}|[，,]?\\s*\\d{1,2}月|[（(])`,
    'dg'
  ),
  new RegExp(`(?:[。！？!?”…~～]|敬礼|谢谢|感谢|盼复)[ \\t\\u3000]*(${fullName})[ \\t\\u3000]*$`, 'dgm')
]

/** Names of other peoples, written with a dot between their parts. */
const dotted = new RegExp(`[${han}]{1,10}(?:[·•・‧∙．][${han}]{1,10}){1,3}`, 'g')

/** What follows a word that looks like a name and makes a place, a firm or a thing of it. */
const makesOther = new RegExp(
  '^(?:省|市|县|区|镇|乡|村|路|街|巷|桥|江|河|湖|山|岛|湾|站|港|寺|庙|庄|屯|小区|花园|新村|公司|集团|厂|店|超市|饭店|酒店|宾馆|医院|学院|大学|中学|小学|银行|银座|商场|大厦|广场|牌|族|氏|某|姓|家庄|法|率|率的|额|量|值|数|指数|系数|曲线|年鉴|公报|调查|普查)'
)

interface Word extends Span {
  readonly text: string
  readonly tag: string
}

function wordsIn(jieba: Jieba, text: string): Word[] {
  let at = 0
  return jieba.tag(text, true).map(({ word, tag }) => {
    const start = text.indexOf(word, at)
    at = start + word.length
    return { text: word, tag, start, end: at }
  })
}

const onlyHan = new RegExp(`^[${han}]+$`)
const neverIn = new RegExp(`[${never}]`)

/** How long the surname is that a text begins with; 0 for none. */
function surnameLength(text: string): number {
  if (doubles.has(text.slice(0, 2))) return 2
  const first = text.charAt(0)
  return usual.has(first) || everyday.has(first) ? 1 : 0
}

/** Surnames that stand in every second sentence as something else: only what is said beside them makes a name. */
const hardly = new Set('别都和那后车于年应查过原全成元时通祝家养须益代越范封党季高')

/** Words that the dictionary takes for names, or that look like one, and are none. */
const ordinary = new Set(
  (
    '孙子 孔子 老子 庄子 孟子 顾客 劳务 张贴 谢谢 明白 高度 单位 蓝天 叶子 向阳 方正 和尚 通知书 纪念章 陈列室 明星 齐全 童鞋 童装 贾府 黄金 黄金周 荣枯线 皮尔逊 白名单 黄页 金额 金融 钱款 钱包 张数 石油 ' +
    '元整 平均 平方 平台 平安 高兴 高峰 高效 高中 高新 高龄 马上 马路 方法 方案 方便 方面 方式 方向 安全 安排 安装 安置 常住 常见 常用 常态 常年 白天 白酒 白条 田间 江水 时间 时候 严格 严重 严谨 文件 文化 文明 任务 任何 ' +
    '关注 关于 关心 何时 何处 何种 何必 于是 成本 成果 成绩 成立 温度 温馨 水平 水费 水电 花费 花样 和平 计算 计划 计件 别人 过程 过去 后台 后期 后来 空调 空白 都市 充分 充足 充值 须知 益处 年度 年底 年初 年鉴 年报 爱护 相关 相同 相差 ' +
    '终于 终端 步骤 利率 利润 利息 通过 通知 通报 通道 越来越 养老 养殖 公布 公司 公里 公示 公告 公报 容易 国家 国内 国民 广大 广告 广场 全部 全市 全家 全体 全国 全年 家庭 家里 家电 强调 强制 云南 应当 应该 连续 代表 代码 代笔 原来 原因 ' +
    '门口 门面 门店 展示 满意 房价 房租 房产 房子 车辆 车间 车主 封面 路口 路费 危险 万元 万人 支出 支付 包括 包装 左右 段落 富裕 山东 山区 班级 秋粮 秋收 农村 农业 农民 东西 东北 师傅 师生 勾选 融资 冷链 那边 那些 简单 沙县 丰收 红旗 权重 权益 ' +
    '盖章 公开 练习 战争 单价 单独 乐意 童年 荣誉 柳树 杨树 林业 林地 夏粮 夏天 牛羊 牛肉 马铃薯 梅雨 桃子 景区 景点 党员 党委 党支部 米粉 祝贺 祝愿 康复 章程 皮肤 司机 司法 商品 商业 商场 商家 师范 项目 强烈 印章 海关 海鲜 风险 火车 元旦 ' +
    '江苏 江西 江南 江北 安徽 云贵 宁夏 宁波 石家庄 连云港 钱塘江 秦岭 左权县 文昌街 黄河 黄海 温州 常州 常德 常熟 金华 金昌 华北 华东 华南 华中 海南 海口 周边 周期 周末 周转 周岁 周一 周二 周三 周四 周五 周六 周日 陈旧 陈述 陈列 许可 许多 曾经 ' +
    '施工 施行 史上 罗列 毕业 毕竟 伍佰 余额 余下 于此 顾虑 顾问 黄牌 尹始 汪汪 祁连 伏天 戴帽 谈话 谈判 席位 季度 季节 贾宝玉 郭台 盛夏 林权 钟表 徐州 邱比特 骆驼 夏季 蔡锷 胡同 胡椒 凌晨 霍乱 管理 管道 卢沟桥 莫名 宗旨 宗教 丁香 邓小平 郁闷 ' +
    '杭州 洪水 诸多 诸位 崔嵬 吉林 吉利 程序 程度 陆续 陆地 翁婿 曲线 储蓄 储存 储备 段子 焦急 焦点 焦炭 巴士 牧区 牧业 侯车 仲裁 伊始 宁可 宁愿 仇恨 甘肃 甘蔗 厉害 祖国 祖父 符合 符号 刘海 景气 束缚 龙头 龙虾 司长 乔迁 谭木匠 贡献 申请 申报 ' +
    '申诉 扶贫 扶持 桑叶 桂林 桂圆 牛奶 寿命 尚未 尚且 温室 庄稼 柴油 慕名 茹毛 习惯 习俗 艾滋 古城 古代 慎重 居民 居住 居委会 衡量 衡阳 耿直 寇准 欧盟 欧元 沃土 师德 巩固 敖包 辛苦 辛勤 饶有 曾几何时 巢湖 查询 查看 查处 查户口 游客 游戏 权利 商户 ' +
    '楚雄 督促 督导 督查 晋升 钦佩 苑里 卓越 卓有 初期 初步 初级 初中 揭露 尧舜 和谐 李逵 王国维 周大福 张小泉 雷允上 司马台 公孙树 李宁 那张 那辆 那位 那天 车停 车换 封信 蓝牌 花名册 金银 金属 金牌 华侨 江湖 田野 田地 石头 石材 钱财 严禁 张望 孔洞'
  ).split(' ')
)

/** Who is spoken of, or speaks: what a person does and an ordinary word does not. */
const personal =
  /^(?:说|问|讲|称|要求|认为|反映|来电|来信|打来|打电话|告诉|填|签|送|捐|代笔|代写|代填|替我|帮我|敬|拜|上$|收$|家长|家里|账户|账号|卡号|名下|身份证|手机|电话|手机号|同志|先生|女士|小姐|老师|医生|和我|跟我|也|都|已|没|又|去|来|走|住|在|托|二人|两人|三人|两个人|小朋友|同学|今年|，?男|，?女|，\d|\d|、)/

/** What stands before somebody who is named. */
const called =
  /(?:我|我叫|叫|是|为|由|让|与|和|跟|、|：|:|“|，|。|？|！|；|\s|^|老板|会计|员|人|长|哥|姐|弟|妹|爸|妈|爹|娘|爷|奶|伴|头|嫂|子|女儿|儿子|工|师|友|生|寝室|同学|本名|冒充|注明|成了|代表|经理|主任|书记|店主|邻居|户主|司机|民警|请|找|给|向|被|把|注：|“)$/

/** Letters, and what they weigh: at this much a run of words is taken for a name. */
const enough = 3

/** How much speaks for words that stand together as somebody's name. */
function weigh(text: string, words: readonly Word[]): number {
  const first = words[0]
  const last = words.at(-1)
  if (!first || !last) return 0
  const name = text.slice(first.start, last.end)
  const length = surnameLength(name)
  const rest = name.slice(length)
  if (
    length === 0 ||
    hardly.has(name.charAt(0)) ||
    rest.length < 1 ||
    rest.length > 2 ||
    !onlyHan.test(name) ||
    neverIn.test(rest)
  )
    return 0
  if (ordinary.has(name) || makesOther.test(text.slice(last.end))) return 0
  const known = words.length === 1 && first.tag !== 'x' && !first.tag.startsWith('nr')
  if (known) return 0
  const letters = [...rest].filter((one) => givenLetters.has(one)).length
  let weight = length === 2 ? 3 : usual.has(name.charAt(0)) && !everyday.has(name.charAt(0)) ? 2 : 1
  weight += letters === rest.length ? letters : letters * 0.5
  if (words.length === 1) weight += first.tag.startsWith('nr') && name.length >= 3 ? 2 : 1
  // an ordinary word that begins with the surname speaks against it
  else if (first.text.length > length) weight -= first.tag.startsWith('nr') || first.tag === 'x' ? 0 : 1
  if (called.test(text.slice(Math.max(0, first.start - 6), first.start))) weight += 1
  const following = text.slice(last.end, last.end + 6)
  if (following === '' || /^[，。！？；：、,.!?;:\s）)”"」』》】]/.test(following)) weight += 1
  else if (personal.test(following)) weight += 1
  if (rest.length === 1) weight -= 1
  return weight
}

/** Three letters that can only be a name where they stand, however the words around them were cut. */
function namesByLetters(text: string): Span[] {
  const found: Span[] = []
  for (let start = 0; start + 3 <= text.length; start += 1) {
    const name = text.slice(start, start + 3)
    if (
      !usual.has(name.charAt(0)) ||
      hardly.has(name.charAt(0)) ||
      !given2(name.slice(1)) ||
      ordinary.has(name.slice(0, 2))
    )
      continue
    const before = called.test(text.slice(Math.max(0, start - 6), start))
    const after = text.slice(start + 3, start + 9)
    const ended = after === '' || personal.test(after) || /^[，。！？；：、,.!?;:\s）)”"」』》】]/.test(after)
    const sure = !everyday.has(name.charAt(0))
    if ((before && ended) || (sure && (before || ended) && !makesOther.test(after)))
      found.push({ start, end: start + 3 })
  }
  return found
}

/** Names that the words of a text are made of: the run that weighs most where several would do. */
function namesByWords(jieba: Jieba, text: string): Span[] {
  const words = wordsIn(jieba, text)
  const found: Span[] = []
  for (let at = 0; at < words.length;) {
    let best = { weight: 0, count: 0, start: 0, end: 0 }
    for (let count = 1; count <= 3 && at + count <= words.length; count += 1) {
      const run = words.slice(at, at + count)
      const [start, end] = [run[0]?.start ?? 0, run.at(-1)?.end ?? 0]
      if (end - start > 4) break
      const weight = weigh(text, run)
      if (weight >= best.weight) best = { weight, count, start, end }
    }
    if (best.weight < enough) {
      at += 1
      continue
    }
    found.push({ start: best.start, end: best.end })
    at += best.count
  }
  return found
}

/** Letters that given names are made of. */
const givenLetters = new Set(
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉珍梅红建国华文辉力鹏飞凤玲斌波宁福生龙元全胜学祥才发武新利清彬富顺信子昌成康星光天达安岩茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋梁栋维启克伦翔旭泽晨辰士以致树炎德行时泰盛雄琛钧冠策腾榕风航弘义兴良海山仁宽贵淑惠珠翠雅芝萍娥彩春菊凤洁琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝丝梓涵萱轩宇皓睿奕然诺妤彤曦沐彦骏阳东北南西鑫森淼焱喜守忠孝廉正志立长根保万永世家金银铁铜柱栓锁石虎豹狗牛马来财旺宝贝大小二三四五六七八九雨露霜云霞虹晴朝夕春夏秋冬慧敏智勇俊豪杰英雄琪璇玥珂珺瑜璋瑛璟莹菡蕾芬芹苹茹荃菱萌蔓薛巧银凤仙娣招弟转改桃杏柳燕莺鹃鹤麟骥骁驰腾跃景润源浚沛淳渊湘洪涌潮汉沁汶泓沫渝泉楠桐榆槐樟柏桦杨榕彬森炜烨煜煊炳焕烁熠燃辉耀旸昊昱晟晗暄曜曙星辰山石河川原田峨娥秀花草果米糖甜圆多余满丰收雄展壮开运来福寿禄喜鹰雕枫白杨木水火土日月光影声色空谷峰岭崖松柏竹兰梅菊荷莲葵蕙薏诺一二三四五六七八九十百千万亿双单丽媚娇俏俐伶嫣妮娅阿毛根苗芽枝叶花朵芝蒙恬鸿儒齐贤哲圣尧舜禹汤文武革卫东方红军兵团社奎占继承续传业兴盛隆昌荣华富贵仲伯叔季孟友大少小雪雨霏霖霁虹彩艳阳晴朗明亮照耀'
)
const given2 = (text: string): boolean => [...text].every((one) => givenLetters.has(one))

/** Parts that names of peoples without surnames are made of: Tibetan, Mongolian, Uyghur and Kazakh. */
const parts =
  '扎西|次仁|卓玛|多吉|尼玛|达瓦|索朗|索南|平措|旺堆|拉姆|央金|格桑|丹增|旦增|洛桑|白玛|强巴|仁青|益西|普布|巴桑|边巴|米玛|拉巴|桑杰|才让|卓嘎|曲珍|德吉|顿珠|罗布|次旺|嘉措|加措|土登|阿旺|贡嘎|央宗|拉珍|措姆|旺姆|班觉|伦珠|群培|晋美|赤列|云丹|其美|卓措|' +
  '格日勒|其其格|高娃|乌兰|巴特尔|巴图|苏和|斯琴|高丽|乌日娜|娜仁|托娅|图雅|萨仁|阿拉坦|敖登|呼和|朝鲁|那顺|布和|宝音|吉雅|额尔德尼|满都拉|特木尔|铁木尔|哈斯|青格乐|乌云|毕力格|达来|恩和|孟和|苏日娜|萨日娜|其木格|道尔吉|朝克图|牧仁|斯日古楞|巴雅尔|' +
  '古丽|阿依|买买提|麦麦提|阿不都|阿卜杜|阿布都|艾合买提|吐尔逊|吐尔洪|努尔|热合曼|热合木|阿迪力|艾力|帕提曼|米热|木合塔尔|依明|玛依拉|娜扎|娜尔|热娜|迪丽|热巴|祖丽|热依汗|艾山|玉素甫|库尔班|巴合提|叶尔|古兰|阿依古丽|尼格尔|赛买提|亚森|热西提'
const compounds = new RegExp(`(?:${parts}){2,4}|(?<=(?:我叫|我是|姓名|车主|户主|联系人|叫)[：:]?)(?:${parts})`, 'g')

const vague = new RegExp(`^(?:${surname})(?:某|先生|女士|老师|师傅|总|工|姐|哥|叔|姨|科|处|局|主|经|会)`)

/** All names in a text, in their order. Surname and title (王女士, 李科长, 张某) name nobody. */
export function findNames(jieba: Jieba, text: string): Span[] {
  const spans: Span[] = [...text.matchAll(dotted), ...text.matchAll(compounds)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length
  }))
  for (const context of contexts) {
    for (const match of text.matchAll(context)) {
      const [start, end] = match.indices?.[1] ?? [0, 0]
      const name = text.slice(start, end)
      if (!ordinary.has(name) && !vague.test(text.slice(start)) && !makesOther.test(text.slice(end)))
        spans.push({ start, end })
    }
  }
  for (const span of [...namesByWords(jieba, text), ...namesByLetters(text)])
    if (!vague.test(text.slice(span.start))) spans.push(span)
  return spans
}
