/**
 * Finds what looks like personal data in a text by its shape (numbers, addresses), and hides it. Pure: the desk marks with
 * it while people type; the server adds the names, which take a dictionary. It marks, people decide.
 */
import type { PersonalDataKind } from './answers.ts'
import { districtOf, findAddresses } from './personal-addresses.ts'

/** Offsets in UTF-16 units, `end` exclusive. */
export interface PersonalDataPlace {
  readonly kind: PersonalDataKind
  readonly start: number
  readonly end: number
}

/** Full-width letters and digits, dashes of all kinds, and what is not seen at all, made plain; every place stays where it is. */
export function narrow(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\u00ad\u2002-\u200f\u2060\ufeff\t]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
}

const digitsOf = (text: string): string => text.replace(/[^\dXx]/g, '').toUpperCase()

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: the last character of an identity number follows from the seventeen before it. */
function isIdNumber(text: string): boolean {
  const digits = digitsOf(text)
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return digits.length === 18 && '10X98765432'[sum % 11] === digits[17]
}

/** ISO 7812: what every bank card's number fulfils. */
function isCardNumber(text: string): boolean {
  const digits = digitsOf(text)
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return digits.length >= 15 && digits.length <= 19 && !/^(\d)\1+$/.test(digits) && sum % 10 === 0
}

interface Shape {
  readonly kind: PersonalDataKind
  readonly shape: RegExp
  readonly holds?: (found: string, before: string) => boolean
}

const saysTelephone = /(?:电话|座机|固话|手机|号码|拨打|致电|来电|联系|回电|打给|传真|热线|tel|phone)[^\d]{0,6}$/i
const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const gap = '[ .·-]{0,2}'

const shapes: readonly Shape[] = [
  {
    kind: 'email',
    shape:
      /[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?(?:@|\(at\)|\[at\]| at ) ?[A-Za-z0-9-]+(?: ?(?:\.|。|\(dot\)|\[dot\]) ?[A-Za-z0-9-]+)*(?: ?(?:\.|。|\(dot\)|\[dot\]) ?[A-Za-z]{2,})/gi
  },
  {
    kind: 'idNumber',
    shape: new RegExp(`(?<![\\dA-Za-z])[1-9](?:${gap}\\d){16}${gap}[\\dXx](?![\\dA-Za-z])`, 'g'),
    holds: (found, before) => isIdNumber(found) || /身份证[^\d]{0,8}$/.test(before)
  },
  {
    kind: 'idNumber',
    shape: /(?<!\d)[1-9]\d{14}(?!\d)/g,
    holds: (_found, before) => /身份证[^\d]{0,8}$/.test(before)
  },
  {
    // passports, and the passes of Hong Kong, Macao and Taiwan
    kind: 'idNumber',
    shape: /(?<![A-Za-z0-9])(?:E[A-HJ-NP-Z]\d{7}|[A-Z]\d{8}(?:\d{2})?|\d{8}(?:\d{2})?)(?![A-Za-z0-9])/gi,
    holds: (_found, before) => /(?:护照|通行证|回乡证|台胞证|居住证)[^\dA-Za-z]{0,8}$/.test(before)
  },
  {
    kind: 'account',
    shape:
      /(?<=(?:微信|薇信|[Vv]信|(?<![A-Za-z])(?:weixin|wechat|vx|QQ)|扣扣)(?:账号|帐号|号码|号|ID)?[是为:： ]{0,3})[A-Za-z0-9][\w-]{4,19}(?![\w-])/gi
  },
  {
    kind: 'bankCard',
    shape: new RegExp(`(?<![\\dA-Za-z])[3-9](?:${gap}\\d){14,18}(?![\\dA-Za-z])`, 'g'),
    holds: (found, before) => isCardNumber(found) || /(?:卡号|银行卡|账号|帐号)[^\d]{0,8}$/.test(before)
  },
  {
    kind: 'phone',
    shape: new RegExp(`(?<![\\d])(?:\\(?(?:\\+|00)?86\\)?${gap})?1${gap}[3-9](?:${gap}\\d){9}(?!\\d)`, 'g')
  },
  {
    kind: 'phone',
    shape:
      /(?<!\d)(?:(?:\+|00)?86[ -]?)?\(?0\d{2,3}\)?[ -]{0,3}[1-9]\d{2,3}[ -]?\d{3,4}(?:(?:转|-| ?ext\.? ?|分机)\d{1,6})?(?!\d)/g
  },
  {
    kind: 'phone',
    shape:
      /(?<![\d.,-])[2-9]\d{2,3}[ -]?\d{4}(?:(?:转|-|分机)\d{1,6})?(?![\d.,%-]|[ ]?(?:元|万|亿|人|户|家|吨|年|个|辆|平方))/g,
    holds: (_found, before) => saysTelephone.test(before)
  },
  { kind: 'phone', shape: /一[三四五六七八九][零〇一二三四五六七八九幺]{9}/g },
  {
    kind: 'plate',
    shape: new RegExp(
      `[${provinces}][A-HJ-NP-Z][ ·•・.-]{0,2}(?=[A-HJ-NP-Z0-9]*\\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领使](?![A-Za-z0-9])`,
      'gi'
    )
  }
]

/**
 * All places of a text that look like personal data, in their order; none overlaps another. `others` are places that
 * somebody else found in the same text.
 */
export function findPersonalData(text: string, others: readonly PersonalDataPlace[] = []): PersonalDataPlace[] {
  const plain = narrow(text)
  const found: PersonalDataPlace[] = shapes.flatMap(({ kind, shape, holds }) =>
    [...plain.matchAll(shape)]
      .map((match) => ({ kind, start: match.index, end: match.index + match[0].trimEnd().length }))
      .filter(({ start, end }) => !holds || holds(plain.slice(start, end), plain.slice(Math.max(0, start - 16), start)))
  )
  const addresses = findAddresses(plain).map((span): PersonalDataPlace => ({ kind: 'address', ...span }))
  return apart([...found, ...joined(addresses), ...joined(others)])
}

/** What overlaps within one kind becomes one place. */
function joined(places: readonly PersonalDataPlace[]): PersonalDataPlace[] {
  const sorted = places.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const whole: PersonalDataPlace[] = []
  for (const place of sorted) {
    const last = whole.at(-1)
    if (last && place.start < last.end) whole[whole.length - 1] = { ...last, end: Math.max(last.end, place.end) }
    else whole.push(place)
  }
  return whole
}

/** Kinds that are sure of themselves go before those that guess. */
const order: readonly PersonalDataKind[] = [
  'email',
  'idNumber',
  'bankCard',
  'phone',
  'account',
  'plate',
  'address',
  'name'
]

function apart(places: readonly PersonalDataPlace[]): PersonalDataPlace[] {
  const kept: PersonalDataPlace[] = []
  for (const kind of order) {
    for (const place of places.filter((one) => one.kind === kind)) {
      if (!kept.some(({ start, end }) => place.start < end && start < place.end)) kept.push(place)
    }
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** What stands in a published copy where something was taken out. */
export const hidden = '〔已隐去〕'

const doubleSurnames =
  /^(?:欧阳|太史|上官|端木|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延)/

/** How one place is written in a published copy: a name keeps its surname, an address its district, the rest goes. */
export function redactPlace(text: string, kind: PersonalDataKind): string {
  if (kind === 'name') return `${doubleSurnames.exec(text)?.[0] ?? [...text][0] ?? ''}**`
  if (kind === 'address') return districtOf(narrow(text)) || hidden
  return hidden
}

/** The text with every place hidden; `places` as `findPersonalData` returns them. */
export function redact(text: string, places: readonly PersonalDataPlace[]): string {
  let done = 0
  let copy = ''
  for (const { kind, start, end } of places) {
    copy += text.slice(done, start) + redactPlace(text.slice(start, end), kind)
    done = end
  }
  return copy + text.slice(done)
}
