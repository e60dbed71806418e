/**
 * Marks of secrecy (保密法, 国家秘密定密管理规定) and of what is for inside use only, as they stand on documents: alone in a
 * line, in brackets, or with a star and a term. The same words within a sentence are no mark.
 */

const level = '(?:[绝絕]密|[机機]密|[秘祕]密)'
const star = '[★☆✩✪✭✮✯✰⭐*]'
const numeral = '(?:\\d{1,3}|[一二两三四五六七八九十百]{1,4})'
const term = `(?:${numeral}(?:年|个月|月|天|日)|长期|永久|(?:启用|公布|公开|发布|解密|使用)(?:之)?前|(?:保密)?至\\d{4}年.{0,8})`

const insideUse = [
  '(?:仅供|只供|供|限)?内部(?:资料|文件|材料|参考|使用|掌握|刊物|传阅|发行|限阅|明电|电报|文稿)(?:使用)?',
  '(?:请)?(?:注意|妥善|严格)(?:保存|保管|保密)',
  '(?:不得|不准|严禁|请勿|禁止|切勿|勿)(?:外传|扩散|翻印|复印|复制|转发|转载|上网|公开|拍照|传播)',
  '(?:阅后|会后|用后|传阅后|使用后)(?:即)?(?:收回|销毁|退回|焚毁|交回)',
  '(?:此件|本件|本文件)?(?:不公开|不予公开|不宜公开)'
].join('|')

const urgency = '(?:特急|特提|加急|平急|急件)'
const english = '(?:TOPSECRET|SECRET|CONFIDENTIAL|RESTRICTED|INTERNALUSEONLY|FORINTERNALUSEONLY|CLASSIFIED)'

const between = '[,;:.。·!|/—★☆-]*'
const marked = `(?:\\d{6})?(?:密级:)?(?:${urgency})?${level}${star}?(?:${between}${term})?(?:${urgency})?`
const oneMark = new RegExp(`^(?:${marked}|${english})[!.。]?$`, 'i')
const someMarks = new RegExp(`^${star}*(?:(?:${insideUse})${between})+$`)

// with a star it is a mark wherever it stands; after a letter of Chinese it takes a term behind the star as well
const starred = new RegExp(`(?<!\\p{Script=Han})${level}[★☆✩✪✭✮✯✰⭐](?!\\p{Script=Han})|${level}${star}${term}`, 'u')
const labelled = new RegExp(`密级:${level}(?![、,和及或与])`)
const bracketed = /[([{<【〔［〖「『]([^()[\]{}<>【】〔〕［］〖〗「」『』]{2,40})[)\]}>】〕］〗」』]/g

/** Half-width, without what is not seen, and without spaces: 绝　密 is 绝密. */
const compact = (line: string): string =>
  line
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Cc}]/gu, '')
    .replaceAll('：', ':')

const isMark = (text: string): boolean => oneMark.test(text) || someMarks.test(text)

function marksLine(line: string): boolean {
  const text = compact(line)
  if (text.length < 2) return false
  if (starred.test(text) || labelled.test(text) || isMark(text)) return true
  return [...text.matchAll(bracketed)].some(([, inside = '']) => isMark(inside))
}

const longest = 60

/** The lines of a text that carry such a mark, as they are written, each once. */
export function secrecyMarks(text: string): string[] {
  const lines = text.split(/[\r\n\v\f\u0085\u2028\u2029]+/)
  return [
    ...new Set(
      lines.filter(marksLine).map((line) => {
        const signs = [...line.trim().replace(/\s+/g, ' ')]
        return signs.length > longest ? `${signs.slice(0, longest).join('')}…` : signs.join('')
      })
    )
  ]
}
