/** Finds what looks like personal data in a text, and hides it. Pure: the desk marks with it, the server judges by it. */
import type { PersonalDataKind } from './answers.ts'

/** Offsets in UTF-16 units, `end` exclusive. */
export interface PersonalDataPlace {
  readonly kind: PersonalDataKind
  readonly start: number
  readonly end: number
}

const shapes: readonly { readonly kind: PersonalDataKind; readonly shape: RegExp }[] = [
  { kind: 'idNumber', shape: /(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])/g },
  { kind: 'phone', shape: /(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g },
  { kind: 'phone', shape: /(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)/g },
  { kind: 'email', shape: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g }
]

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: the last character of an identity number follows from the seventeen before it. */
function isIdNumber(text: string): boolean {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase()
}

/** All places of a text that look like personal data, in their order; none overlaps another. */
export function findPersonalData(text: string): PersonalDataPlace[] {
  const found = shapes
    .flatMap(({ kind, shape }) =>
      [...text.matchAll(shape)].map((match) => ({ kind, start: match.index, end: match.index + match[0].length }))
    )
    .filter(({ kind, start, end }) => kind !== 'idNumber' || isIdNumber(text.slice(start, end)))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  let last = 0
  return found.filter(({ start, end }) => {
    if (start < last) return false
    last = end
    return true
  })
}

/** What stands in a published copy where something was taken out. */
export const hidden = '〔已隐去〕'

const doubleSurnames =
  /^(?:欧阳|太史|上官|端木|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延)/

// 小区, 社区 and the like name a place that is smaller than a district
const upToDistrict = /^[\s\S]*?(?:(?<![小社园宅校厂街片])区|县|旗)/
const upToCity = /^[\s\S]*?[^城超夜]市(?!场)/

/** How one place is written in a published copy: a name keeps its surname, an address its district, the rest goes. */
export function redactPlace(text: string, kind: PersonalDataKind): string {
  if (kind === 'name') return `${doubleSurnames.exec(text)?.[0] ?? [...text][0] ?? ''}**`
  if (kind === 'address') return (upToDistrict.exec(text) ?? upToCity.exec(text))?.[0] ?? hidden
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
