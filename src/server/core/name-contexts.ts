/** How much what stands before and behind a run of letters speaks for its being somebody's name: factors, 1 for nothing. */

/** Marks that may stand between such a word and the name. */
const aside = /[（(【“"'‘「『:：,，、\s]/

/** A name follows, whatever it looks like. */
const announced = new RegExp(
  `(?:身份证上(?:的?名字)?|曾用名|原名|更名为|改名为|笔名|化名|又名|自称|冒充|我叫|名叫|叫做|叫作|本人叫|本人名叫|我是|本人是|姓名|真名|全名|大名|本名|署名|用户名|名字叫|名字是|实名|户主|户名|法人代表|法定代表人|签名|签字|签收|署名|落款|名单|` +
    `(?:联系|经办|填表|填报|负责|申请|投诉|举报|被投诉|写信|来信|信访|来访|走访|收件|寄件|收货|签收|当事|受访|被访|被调查|承租|证明|见证|记录|审核|审批|复核|代理|委托|受托|监护|代办|代填|开户|收款|持卡|汇款|转账|报告|报案|转办|承办|主办|拟稿|起草|制表|统计负责|担保|继承|购房|出租|介绍|推荐|录入|反映|咨询|留言|求助|质疑|接待|值班|责任)(?:人|者|人员))` +
    `[（(]?(?:叫做|叫|是|为|即|名叫|姓名|签名|签字|签章)?[）)]?`,
  'g'
)

/** What people are: behind it a name may follow. */
const role = new RegExp(
  `(?:[我其](?:儿(?![子媳])|妻(?!子)|夫|父(?!亲)|母(?!亲)|女(?![儿婿])|兄|嫂|婿)|[长次独]子|[长次独]女|配偶|岳父|原告|被告|第三人|患者|死者|逝者|烈士|党员|干事|专员|专干|主播|摊主|货主|船主|船长|场长|店员|厨师|技师|教练|班主任|辅导员|舍友|室友|战友|工友|病友|被调查者|受访者|业主|店主|店长|老板娘|老板|厂长|经理|法人|会计|出纳|财务|文员|同事|同学|邻居家?|亲戚|朋友|好友|丈夫|妻子|老公|老婆|爱人|对象|老伴|老头|太太|父亲|母亲|爸爸?|妈妈?|爹|娘|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈人|儿子|女儿|闺女|儿媳|女婿|孙子|孙女|外孙|哥哥?|弟弟?|姐姐?|妹妹?|嫂子?|大[哥姐伯嫂姑姨]|叔叔?|伯伯?|舅舅?|姑姑?|阿?姨|表[哥姐弟妹]|堂[哥弟姐妹]|侄[子女]|外甥女?|同志|学生|徒弟|师傅|伙伴|股东|车主|司机|医生|护士|大夫|律师|记者|老师|教授|专家|顾问|导师|保姆|中介|租客|房东|领导|主任|支书|书记|局长|处长|科长|股长|组长|小组长|班长|队长|校长|院长|园长|站长|所长|行长|镇长|乡长|县长|市长|区长|村长|社长|团长|委员|主席|理事|总工程师|工程师|技术员|调查员|普查员|指导员|统计员|辅调员|网格员|采价员|记账员|访员|督导员|管理员|业务员|销售员|快递员|外卖员|售货员|收银员|服务员|营业员|保安|门卫|保洁|客服|队员|成员|学员|职员|员工|工人|民警|干部|村民|居民|市民|农户|牧民|渔民|网友|读者|志愿者|实习生|研究生|大学生|博士|硕士|个体户|户|人|者|员|甲方?|乙方?|丙方?|先生|女士|[处科室局办组队店厂])(?:是|叫|名叫|为)?`,
  'g'
)

/** Somebody is spoken of, addressed, asked, waited for. */
const addressed =
  /(?:[我你您他她和跟与同及、替帮由让请找给向被把问据听致对叫是为送收诉告了过]|送达|转告|转交|换成|接替|改为|改成|回复|感谢|多谢|因为|如果|当时|今天|昨天|上午|下午|上周|只有|以前|原来|后来|的)$/
const edge = /^$|[\s，。！？；：:、,.!?;…~～“”"'‘’「」『』（()）【】《》\-—–|/\]\d]/

/** Nobody is called so who is not named before. */
const honorific =
  /^(?:先生|女士|小姐|同志|夫妇|老伯|老汉|大[爷妈叔婶哥姐娘]|师傅|阿姨)|^[”」』"]?(?:是[^，。]{0,6}(?:名字|真名|本名|姓名)|[，,（(](?:真名|人名|本名)|[两二三四]个字)/
const title =
  /^(?:先生|女士|小姐|同志|老师|同学|师傅|阿姨|大[爷妈叔婶哥姐娘]|叔叔|伯伯|奶奶|爷爷|老人|老汉|[副]?(?:主任|科长|处长|局长|组长|队长|校长|院长|书记|站长|所长|厂长|镇长|县长|市长|区长|乡长|村长|班长)|经理|会计|医生|律师|教授|工程师|记者|老板|调查员|普查员|法官|警官|家长|夫妇|本人|等人|一家|全家|[两二三四五六七八]人|[两二三四五六七八]位|名下|敬上|敬启|拜上|谨上|启$|上$|收$|亲启|代收|代填|代笔|代写|口述|手书|[（(]?(?:签[名字章]|盖章))/
const isManOrWoman = /^[，,、；;：:\s（(]*[男女](?:性|[，,、；;。）)\s]|$)/
const described =
  /^[，,、；;：:\s（(]*(?:男|女|身份证|证件|电话|手机|座机|联系|邮箱|银行卡|卡号|账号|账户|开户|工号|车牌|编号|地址|住址|家住|现住|住|今年\d|\d{1,2}岁|生于|系|[汉回满壮苗藏蒙]族|退休|职工|农民|务农|1[3-9]\d{9}|[1-9]\d{16})/
const endsHere = /^(?:$|[\s，。！？；：:、,.!?;…~～“”"'‘’「」『』（()）【】《》\-—–|/[\d⟧])/
const acts =
  /^(?:说|问|讲|称|答|想|要|认|建议|要求|申请|反映|来[电信过访]|打[来电]|告诉|填|签|送|捐|写|替|帮|拜托|托|家[长里]?|账户|账号|卡号|户|[和跟与及同]|也|都|已|没|又|去|来|走|在|不|的|是|把|被|给|向|从|对|为|于|有|将|曾|就|还|会|能|从|这|那|一|两|今|昨|上|离|退|出|住|卖|买|开|拿|带|收|投|撤|提|留|负|当|受|拒|答|回|先|至|信|通|昵|早|刚|正|常|总|却|竟|才|再|很|真|其|叫|用|经|按|到|发|变|更|改|等|接|做|干|办|报|借|租|盖|骂|找|赔|批|请|表示|主动|提交|递交|担任|任|因|违|因|所|之|自|本|以|名)/

/** What follows a run of letters and makes a place, a firm or a thing of it. */
const makesOther =
  /^(?:省|市|县|区|镇|乡|村|路|街|巷|桥|江|河|湖|山|岛|湾|站|港|寺|庙|庄|屯|小区|花园|新村|公司|集团|厂|超市|酒店|宾馆|医院|学院|大学|中学|小学|银行|商场|大厦|广场|社区|牌|族|氏|姓|家庄|法|率|额|量|值|数|系数|曲线|机场|公园|流域)/

const titleOfSurname =
  /^(?:某|先生|女士|小姐|同志|老师|师傅|总|工|姐|哥|叔|姨|伯|婶|嫂|阿姨|大[爷妈叔婶哥姐娘]|奶奶|爷爷|科长?|处长?|局长?|主任|经理|会计|医生|律师|教授|书记|校长|队长|组长|老板|家|姓|氏)$/

/** Whether a run of letters is a surname and a title (王女士, 李科长, 张某), which name nobody, or begins with them. */
export function isVague(name: string, surnameLength: number, text: string, start: number): boolean {
  const after = start + surnameLength
  const end = start + name.length
  return [1, 2].some((length) => after + length >= end && titleOfSurname.test(text.slice(after, after + length)))
}

/** One of them is no person: 这张卡, 三户, 两万. */
const counted = /[一二两三四五六七八九十百千几这那哪每某半多\d]$/
const measures = new Set('张封段项路户位米万车包石方双单门堂成时尾席章支号季栋通阵向顾')

/** The factor of what stands before a place, and whether it says that a name follows whatever it looks like. */
export interface Before {
  readonly factor: number
  readonly isAnnounced: boolean
}

/** How much what stands before each place of a text speaks for a name there. */
export function readBefore(text: string): (start: number) => Before {
  const factors = new Map<number, Before>()
  for (const [cue, factor, isAnnounced] of [
    [role, 100, false],
    [announced, 3000, true]
  ] as const) {
    for (const { 0: found, index } of text.matchAll(cue)) {
      let at = index + found.length
      let isColon = false
      factors.set(at, { factor, isAnnounced })
      for (let more = 0; more < 3 && aside.test(text.charAt(at)); more += 1) {
        isColon ||= /[：:]/.test(text.charAt(at))
        at += 1
        factors.set(at, { factor: isColon ? Math.max(factor, 1000) : factor, isAnnounced })
      }
    }
  }
  return (start) => {
    const last = text.charAt(start - 1)
    if (counted.test(last) && measures.has(text.charAt(start))) return { factor: 0.001, isAnnounced: false }
    const known = factors.get(start)
    if (known) return known
    if (/[—-]{2}$/.test(text.slice(Math.max(0, start - 2), start))) return { factor: 30, isAnnounced: false }
    const isOpen = edge.test(last) || addressed.test(text.slice(Math.max(0, start - 2), start))
    return { factor: isOpen ? 6 : 0.5, isAnnounced: false }
  }
}

/** How much what stands behind a place of a text speaks for a name that ends there. */
export function factorAfter(text: string, end: number): number {
  const after = text.slice(end, end + 14)
  if (honorific.test(after)) return 5000
  if (title.test(after)) return 500
  if (isManOrWoman.test(after)) return 20_000
  if (described.test(after)) return 200
  if (makesOther.test(after)) return 0.02
  // a signature
  if (after.length < 14 && after.trim() === '') return 40
  if (endsHere.test(after)) return 6
  return acts.test(after) ? 4 : 0.5
}
