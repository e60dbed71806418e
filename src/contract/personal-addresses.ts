/** Finds addresses that tell where somebody lives or works: a street with a number, a housing estate with a door, a village. */

/** A stretch of a text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A letter of a place's name: words that lead to an address (住在, 寄到 …) end with a letter that is none. */
const letter = '(?:(?![的是在到从住寄送写给与我你他她们了这那就把被让说址至])[\\u3400-\\u4dbf\\u4e00-\\u9fff])'
const number =
  '(?:[甲乙丙丁附副]?\\d{1,5}(?:-\\d{1,4})?[A-Za-z]?|[A-Za-z]\\d{0,4}|[零〇一二三四五六七八九十百两]{1,5}|[甲乙丙丁东西南北中])'
const unit =
  '(?:号楼|号院|号房|号门|号铺|号|栋|幢|座|单元|楼|层|室|房|户(?!居民|家庭|人家|企业|样本)|弄|支弄|组(?!数)|队|社|门|院|排|梯|区(?!间)|铺|档|摊位)'
/** 3号楼2单元501 */
const door = `(?:[ ,，]?${number}[ ]?${unit})+(?:[ ]?(?:附|之)?\\d{1,5}(?:-\\d{1,5}){0,3}(?:号|室|房)?)?(?:阁楼|地下室|底商|门面|商铺)?`
/** 12-3-402 */
const dashes = '[ ]?\\d{1,4}(?:-\\d{1,5}){1,3}(?:号|室|房)?'
const inWords = '口?[左右东西南北](?:手|边|侧)?(?:边)?第[一二三四五六七八九十\\d]{1,2}[间家户个]'
const doorway = `(?:${door}|${dashes})`

const street = '(?:大街|大道|马路|公路|环路|环线|路|街|巷|弄|胡同|道|条|里|坊|堤)'
const estate =
  '(?:小区|社区|片区|花园|花苑|公寓|新村|新城|家园|家属院|家属楼|宿舍楼|宿舍|大院|大厦|广场|中心|名邸|名苑|华庭|雅苑|嘉园|佳苑|豪庭|庄园|山庄|别墅|苑|府|庭|园|城|湾|墅|郡|居|阁|楼|院|菜市场|菜场|市场|商城|商场|工业园|产业园|开发区|厂区|基地)'
const hamlet = '(?:自然村|屯|庄|湾|坪|沟|塘|岗|寨|坝|岭|坳|坑|垸)'

/** What stands before the street: province, city, county, township, village. */
const above = `(?:${letter}{2,8}?(?:省|自治区|特别行政区|市|自治州|州|盟|地区|区|县|旗|新区|街道办事处|街道|镇|乡|苏木|社区|村)[ ,，]?){0,6}`
const part = '(?:[东西南北中上下前后]{1,2}(?:段|路|街|侧|头)?|[一二三四五六七八九十\\d]{1,2}(?:段|路|街|巷|弄|道|条))'

const shapes = [
  `${above}(?:${letter}|[A-Za-z0-9]){1,9}?${street}${part}?(?:[ ,，]?${letter}{1,6}?${estate})?(?:${doorway}|${inWords})(?:${letter}{0,4}?(?:${estate}${doorway}|小区|花园|公寓|家园|大厦))?(?:${doorway})?`,
  `${above}(?:${letter}|[A-Za-z0-9·]){2,12}?${estate}(?:[A-Za-z东西南北中一二三四五六七八九十\\d]{1,2}[区期苑])?[ ,，]?${doorway}`,
  `${above}${letter}{1,6}?(?:村|屯|庄|寨|湾|坪|沟|塘|岗|坝|嘎查)(?:村委会|村委)?[ ,，]?(?:${letter}{1,5}?${hamlet})?${doorway}`,
  `${above}${letter}{2,6}?(?:镇|乡|苏木|街道)[ ,，]?${letter}{1,6}?(?:村|屯|嘎查)(?:${letter}{1,5}?${hamlet}|[一二三四五六七八九十\\d]{1,3}[组队社])?`,
  `${letter}{1,3}${hamlet}[组队](?!织|成)`
].map((shape) => new RegExp(shape, 'g'))

/** All addresses in a text, in their order; districts and cities alone are none. */
export function findAddresses(text: string): Span[] {
  return shapes.flatMap((shape) =>
    [...text.matchAll(shape)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  )
}
