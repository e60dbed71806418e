/**
 * Finds addresses that tell where somebody lives or works. An address is a chain of places, each within the one before it
 * (city, county, town, village or street, estate, building, staircase, door), of which the upper ones may be missing. A text is
 * cut into runs of letters that may be such a chain; in each run the places are found by how they end (… 路, … 小区) or begin
 * (3号楼), and the run holds an address when they are narrow enough. Districts and cities alone are none.
 */
import { isNumber, isPlace, likelyPartsOf, partsOf, run, within, type Part } from './address-parts.ts'

/** A stretch of a text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

const longestName = 10

/** Words after which a place is somebody's, however wide it is. */
const leads = new RegExp(
  '(?:住在?|家住|住址|地址|所在地|注册地|经营地|登记地|经营场所|办公地点|位于|地处|寄[到往给至]?|邮寄|送[到至]|送货[到至]?|快递到|搬[到至]|搬家到|迁[入至到往]|调到|开在|设在|' +
    '户口?[还]?在|户籍在?|户籍地|原籍|籍贯|老家|娘家|婆家|父母家|门店|店铺|店面|摊位|厂址|校址|宿舍|门牌|来自|租住?在|租的房|现居|居住|暂住|在|我店|我家|我们|我是|俺是|俺们|咱们?|本人|邮到|发[到往]|退到|落户|安家|房子|房产|收件)(?:[是为在于到往至：:写填成改的]|登记|现在|目前)*[“"（(「 ]{0,2}$'
)
const homes = /(?:住在?|住址|地址|[搬迁寄送邮]到|老家在?|户口在|户籍在)[是为在：:]*$/
/** The same words at the beginning of a run, where no letter of theirs ends it. */
const leadWords =
  /^.*(?:地址|住址|门牌|位于|家住|现居|现住|邮寄|快递|原籍|籍贯|老家|娘家|户籍|门店|店铺|厂址|摊位|注册地|登记地|经营地|场所|地点|搬家|本人|仓库设)/

const counts =
  /(?:新建|销售|竣工|住宅|商品房|厂房|房屋|楼房|建筑|共计|合计|建成|拆除|总共|一共|电话|热线|传真|编号|号码|代码|账号|型号|版本|文号|日期|时间|第)$/
/** Villages that are none in particular. */
const anyVillage =
  /(?:^(?:农|山|老|新|外|下|同|回|出|整|邻|某|村|一|两|渔|地球|所有|偏远|合并|撤并)|[农乡本全体明个走进入下驻到并]|贫困|示范|自然|行政|建制|城中|空心|中心|数字|美丽|重点|脱贫|小康|居民|智慧|和谐|城市|学习型|大型|老旧|小区|国际|网络|虚拟|开源|技术|普查|所在|所属)$/

/** What has an inside, and a garden that is no estate: 手机里, 公园. */
const anyRoom = /(?:[机统表格库网账本件报位信卡公乐校庭政学家区乡市村城厂院中册群]|文件|心|手|材料)$/

/** A place that is told by another: 粮站对面, 路北第三家. */
const near =
  /^(?:对面|旁边|隔壁|斜对面|背后|后面|[东西南北中]?[头口段侧]?[路街]?[东南西北]?第[一二三四五六七八九十\d]{1,2}[家间户个]|[东西南北]头[路街][东西南北])/
/** What goes on behind the last part. */
const beside =
  /^(?:[东西南北][侧边面头门口角段]|对面|旁边?|隔壁|附近|门口|楼下|路口|交叉口|交口|底商|底层|阁楼|地下室|顶楼|楼上|[路街][东西南北]|口|内|里|第[一二三四五六七八九十\d]{1,2}[家间户个]|[到至]\d{1,5}号){1,3}/
const called = /^[\u4e00-\u9fff]{2,5}[A-Za-z]?\d{3,4}(?![\d年月日元万])/
const afterwards = new RegExp(`^${within}`)
/** What goes on where a run was cut. */
const tails =
  /^(?:的?[一二三四五六七八九十]层小楼|的[\u4e00-\u9fff]{0,4}?(?:小卖部|小楼|店|铺|超市)|[到至]\d{1,5}号|[（(]原[^）)]{1,8}[）)])/
/** Where two streets meet: 工业大道与创新路交叉口. */
const crossing =
  /[\u4e00-\u9fff]{2,6}?(?:路|街|大道|道)[与和及、][\u4e00-\u9fff]{2,6}?(?:路|街|大道|道)(?:交叉口|交汇处?|交界处?|交口|路口|口)(?:[东西南北]{1,2}[侧角边面])?(?:[\u4e00-\u9fffA-Za-z\d]{1,10}(?=[，。；]|$))?|[\u4e00-\u9fff]{2,6}?[路街道]以[东南西北][、，和][\u4e00-\u9fff]{2,6}?[路街道]以[东南西北]/g

/** What stands beside a part in its run: the part before it, and what lies between. */
interface Place {
  readonly text: string
  readonly one: Part
  readonly before: Part | undefined
  /** what stands between the part before and this one, and how many Chinese letters it has */
  readonly ahead: string
  readonly letters: number
  /** the words before the run, or at its beginning, say that an address follows */
  readonly isLed: boolean
  /** they say so of nothing else */
  readonly isHome: boolean
}

/** Whether a number belongs to an address: 3号楼 nearly always, 3楼 behind a place only. */
function isNarrowNumber({ text, one: { kind, start, end }, before, ahead, letters, isLed }: Place): boolean {
  const follows = before !== undefined && before.kind !== 'area' && ahead.length <= 2
  const isNamed = letters >= 2 && !counts.test(ahead)
  const number = text.slice(start, end)
  if (kind === 'dashes') return isNamed || follows
  if (kind === 'door')
    return (
      isLed || isNamed || (before !== undefined && before.kind !== 'area' && (isNumber(before) || before.start > 0))
    )
  if (kind === 'pair') return follows || (isNamed && /-[1-9]\d{2,3}\D*$/.test(number))
  if (letters >= 2 && (isLed || /\d-[A-Za-z]?\d/.test(number))) return true
  if ((before?.kind === 'town' || before?.kind === 'village') && /[组社队号连]/.test(number) && letters <= 4)
    return true
  return follows && (isLed || (isPlace(before) && before.start > 0))
}

/** Whether a place is narrower than a district, and somebody's. */
function isNarrowPlace({ text, one, before, ahead, letters, isLed, isHome }: Place): boolean {
  const { kind, start, end } = one
  if (!isPlace(one)) return false
  if (start > 0 && near.test(text.slice(end))) return true
  const isInside = before !== undefined && ['street', 'village', 'town'].includes(before.kind)
  if (kind === 'estate') return isInside || (isLed && letters >= 1)
  if (kind === 'street')
    return (isInside && before.start > 0 && letters >= 1 && letters <= 4) || (isLed && letters >= 1)
  // 和平里 alone
  if (kind === 'loose')
    return isHome && letters >= 2 && /[里坊苑府庭园湾墅郡邸轩庄寨]/.test(text.slice(start, end)) && !anyRoom.test(ahead)
  if (kind !== 'village') return false
  if (before?.kind === 'town') return letters >= 1
  const [least, most] = text.slice(start, end) === '社区' ? [2, 4] : [1, 7]
  const isFirst = before === undefined || before.kind === 'area' || before.kind === 'street'
  return isFirst && letters >= least && letters <= most && !anyVillage.test(ahead)
}

const lettersIn = (text: string): number => text.replace(/[^\u3400-\u9fff]/g, '').length

/** The address that a run holds, if any; `isClosed`: a mark or nothing stands behind it. */
function addressIn(
  text: string,
  { isLed, isHome, isClosed }: { isLed: boolean; isHome: boolean; isClosed: boolean }
): Span | undefined {
  const parts = partsOf(text)
  const isNarrow = parts.some((one, at) => {
    const before = parts[at - 1]
    const ahead = text.slice(before?.end ?? 0, one.start)
    const place = { text, one, before, ahead, letters: lettersIn(ahead), isLed, isHome }
    return isNumber(one) ? isNarrowNumber(place) : isNarrowPlace(place)
  })
  const first = parts[0]
  const last = parts.findLast(({ kind }) => kind !== 'area' && kind !== 'loose') ?? first
  if (!isNarrow || !first || !last) return undefined
  const lead = leadWords.exec(text.slice(0, first.start))?.[0].length ?? 0
  const start = Math.max(lead, first.start - longestName)
  let { end } = last
  // the chain goes on to the next comma, not behind it
  const rest = (): string => /^[^ ,，]*/.exec(text.slice(end))?.[0] ?? ''
  for (const tail of [beside, called, afterwards]) end += tail.exec(rest())?.[0].length ?? 0
  // what a building is called: 2号万科星火
  const isLast = isClosed || end + rest().length < text.length
  if (isLast && lettersIn(rest()) <= (isLed ? 6 : 4)) end += rest().length
  return { start, end }
}

/** All addresses in a text, in their order; districts and cities alone are none. */
export function findAddresses(text: string): Span[] {
  const crossings = [...text.matchAll(crossing)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length
  }))
  const chains = [...text.matchAll(run)].flatMap(({ 0: letters, index }) => {
    const ahead = text.slice(Math.max(0, index - 10), index)
    const isHome = homes.test(ahead)
    const isLed = leads.test(ahead) || leadWords.test(letters)
    const isClosed = /^(?:$|[，。；,;）)！!？?\s])/.test(text.charAt(index + letters.length))
    const address = addressIn(letters, { isLed, isHome, isClosed })
    if (!address) return []
    const end = index + address.end
    return [{ start: index + address.start, end: end + (tails.exec(text.slice(end, end + 20))?.[0].length ?? 0) }]
  })
  return [...crossings, ...chains].toSorted((a, b) => a.start - b.start)
}

/** What ends like a district or a city and is narrower: 校区, 菜市. */
const isNarrower = /(?:[小社园宅校厂街片活墅属景宿]区|[超夜门集花城]市)$/

/** How far an address may be published: its districts and cities, up to the first part that is narrower. */
export function districtOf(text: string): string {
  let end = 0
  for (const one of likelyPartsOf(text).filter(({ kind }) => kind !== 'loose')) {
    const letters = one.start - end
    // 南区 is part of an estate, and of a city in 江北区; 红旗 and 豆市 begin the names of streets
    const isDirection = /^[东西南北中]区$/.test(text.slice(one.start, one.end)) && letters === 1
    const isArea = isDirection || (one.kind === 'area' && letters >= 2)
    if (!isArea || isNarrower.test(text.slice(0, one.end))) break
    end = one.end
  }
  return text.slice(0, end)
}
