/**
 * How the parts of Chinese addresses look, from the county down to the door, in the words that people use. A part is told by how
 * it ends or by its number; whose it is and where an address begins is judged in personal-addresses.ts.
 */

/**
 * Letters that places' names hardly hold and that words beside an address do (住在, 寄到 …); some names hold them all the same:
 * 和平路, 太和家园, 写字楼, 自由路, 于家庄.
 */
const breaks = '的是在到从住寄送写给与和或及我你他她它您们了这就把被让说址至往于由为没不也该此每各某几'
const excepted =
  '和(?=[平谐顺睦兴义美润泰盛悦煦大路街苑园府])|(?<=[祥万天雍太颐仁中永民人致嘉泰康保平同安义顺清德兴元])和|为(?=民)|写(?=字楼)|寄(?=宿)|住(?=院|宅)|是(?=路|大道)|(?<=自)由(?=路|街|大街)|于(?=家[庄村屯沟营湾])|各(?=庄)|送(?=变电)'
const letter = `(?:(?![${breaks}])[\\u3400-\\u4dbf\\u4e00-\\u9fff]|${excepted})`

/** Between the parts of an address a blank or a comma may stand. */
export const run = new RegExp(
  `(?:${letter}|[A-Za-z\\d#·/-]|(?<=[省市区县旗镇乡道村路街巷弄号院栋幢楼室里园苑厦座组]|单元)[ ,，](?=${letter}|[A-Za-z\\d])|` +
    `(?<=[路街巷弄区园村院苑厦城场号])[（(](?:${letter}|\\d){1,8}[）)](?=${letter}|[A-Za-z\\d]))+`,
  'g'
)

const chinese = '[零〇一二三四五六七八九十百千两廿]'
const number = `(?:[甲乙丙丁附副负]?\\d{1,5}(?:-\\d{1,4}){0,2}#?[A-Za-z]?|[A-Za-z]\\d{0,2}(?:-?\\d{1,5})?|[甲乙丙丁负]?${chinese}{1,7}|[甲乙丙丁东西南北中])`

/** What only houses are counted in. */
const ofHouses =
  '(?:号楼|号院|号房|号门|号铺|号库|号店|栋|幢|单元|室(?![内外温])|支弄|弄|座(?![谈位机])|档口|摊位|号商铺|号铺面|号底商)'
/** What other things are counted in too: they belong to an address when a place stands before them. */
const ofMore =
  '(?:号(?![文令表公召线窗机柜])|楼|层(?![面次级])|房(?![价产租屋])|户(?=主|的|室|[,，。]|$)|组(?![织成数长])|队(?![伍长])|社(?![会区保员])|生产队|大队|小队|小组|门(?![诊店类前])|院|排(?![放名序查])|梯|[区期](?!间)|铺|档|馆|库|条|巷|段|座|塔|连(?![续同接带锁])|委(?![员会办托])|层阁)'
/** 501, 附9号, 之二, 三零二: what follows a building. */
export const within = `(?:[ -]?[附之甲乙丙丁东南西北]?(?:[A-Za-z]?\\d{1,5}|${chinese}{1,4})(?:-[A-Za-z]?\\d{1,5}){0,3}(?:[号室房](?![楼院门库店])|[A-Za-z](?![A-Za-z]))?(?![\\d零〇一二三四五六七八九十百年月日元万亿人户家个台辆吨件次%.号栋幢单座楼层弄排组社队门院区期档馆库室房段条巷-]|[ ]?(?:号楼|单元)))?`
/** 12-3-402, which is no date and no telephone number. */
const dashes = '(?<![\\d.-])(?!(?:19|20)\\d\\d-|0)[A-Za-z]?\\d{1,4}#?(?:-\\d{1,5}){2,3}[号室房]?(?![\\d-])'
/** 16-1102, 8C; 路12, 公寓502: behind a place only. */
const pair =
  '(?:(?<![\\d.-])(?!(?:19|20)\\d\\d-|0)(?:[A-Za-z]?\\d{1,4}#?|[A-Za-z])-\\d{1,5}[号室房]?|\\d{1,2}[A-H](?![A-Za-z])|(?<=[路街巷弄里])\\d{1,4}(?!路)|(?<=[苑园寓舍厦庭邸居轩阁楼湾])[A-Za-z]?\\d{3,4})(?![\\d年月日元万亿人户家个吨亩平公多余名位条处倍点%.号栋幢楼弄院单座室房巷层组#-])'

const street = '大街|大道|马路|公路|环路|环线|胡同|正街|直街|后街|前街|横街|弄堂|路|街|巷|弄'
const village =
  '自然村|行政村|社区居委会|居委会|村委会|村委|嘎查|牧场|林场|农场|[坪湾沟塘坝坡岭坳坑岗冲垸角垭头屋寨边口院桥田井山河]组(?![织成长数员合])|村民小?组|村(?!民)|屯(?!子)|营子|片区|社区'
const estate =
  '小区|花园|花苑|公寓|新村|新城|家园|家属院|家属区|家属楼|安置房|安置区|回迁房|宿舍楼|宿舍|大院|大楼|大厦|写字楼|办公楼|综合楼|教学楼|商务楼|广场|中心|名邸|名苑|名都|华庭|雅苑|嘉园|佳苑|豪庭|庄园|山庄|别墅区?|洋房|洋楼|菜市场|批发市场|农贸市场|市场|菜场|商贸城|建材城|汽配城|商城|商场|夜市|步行街|工业园区?|产业园区?|科技园|物流园|软件园|创业园|集中区|厂区|基地|车间|北苑|南苑|东苑|西苑|邮局|车站|候车厅|派出所|卫生院|食堂|平房|棚户区|居民楼|门面房?|商铺|底商|仓库'
/** Single letters that end names of places: enough with a number behind them. */
const loose =
  '[苑府庭园城湾墅郡居阁院里坊堤道桥口沿堡庄屯寨坪沟塘岗坝岭坳坑垸营店铺厂号邸轩都宫台洲渡垭湖山寓馆厅侧段所站校部]'

/** Every part that an address may hold, in the order in which it is tried. */
const part = new RegExp(
  `(?<dashes>${dashes})|(?<door>${number}[ ]?${ofHouses}${within})|(?<pair>${pair})|(?<more>${number}[ ]?${ofMore}${within})|` +
    `(?<estate>${estate})|(?<village>${village})|(?<town>街道办事处|街道|镇|乡(?!村)|苏木)|(?<street>${street})|(?<area>自治区|自治州|省|市|县|区|旗)|(?<loose>${loose})`,
  'g'
)

/** How a part of an address is told: by numbers, or by the place it lies in. */
export type Kind = 'dashes' | 'door' | 'pair' | 'more' | 'estate' | 'village' | 'street' | 'town' | 'area' | 'loose'

export interface Part {
  readonly kind: Kind
  readonly start: number
  readonly end: number
}

export const isNumber = ({ kind }: Part): boolean => ['dashes', 'door', 'pair', 'more'].includes(kind)
export const isPlace = (one: Part): boolean => one.kind !== 'area' && !isNumber(one)

const kinds: readonly Kind[] = [
  'dashes',
  'door',
  'pair',
  'more',
  'estate',
  'village',
  'town',
  'street',
  'area',
  'loose'
]

/** Whatever ends or begins like a part, in its order. */
export function likelyPartsOf(text: string): Part[] {
  return [...text.matchAll(part)].flatMap(({ index, 0: { length }, groups }): Part[] => {
    const kind = kinds.find((one) => groups?.[one] !== undefined)
    return kind ? [{ kind, start: index, end: index + length }] : []
  })
}

/** The parts of a run of letters, in their order, without what only looks like one. */
export function partsOf(text: string): Part[] {
  const parts = likelyPartsOf(text)
  return parts.filter(({ kind, start, end }, at) => {
    const next = parts[at + 1]
    // in 马家营村 the 营 ends nothing, nor does the 市 in 豆市巷
    if (kind === 'loose' && end === text.length) return true
    if (kind === 'loose') return next && isNumber(next) && /^[东西南北中]?段?$/.test(text.slice(end, next.start))
    // 三门村, 五条巷
    const isName =
      next?.start === end && ['village', 'street', 'town'].includes(next.kind) && !/\d/.test(text.slice(start, end))
    if (kind === 'more' && isName) return false
    return kind !== 'area' || start - (parts[at - 1]?.end ?? 0) >= 2
  })
}
