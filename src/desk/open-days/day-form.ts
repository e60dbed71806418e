/** The form of an open day: what is wrong with it, how it becomes what the server takes, and what differs from another version. */
import { OpenDayDraft, type OpenDayDraft as Draft } from '#contract/open-days-desk.ts'
import type { FieldError } from '#contract/problem.ts'
import { brokenRule } from '#ui/rules-for.ts'

export interface MaterialRow {
  name: string
  url: string
}

/** Flat, so that one field is one text. */
export interface DayForm {
  kind: Draft['kind']
  title: string
  summary: string
  programme: string
  placeName: string
  placeAddress: string
  directions: string
  accessibility: string
  contactPhone: string
  materials: MaterialRow[]
}
export type DayField = Exclude<keyof DayForm, 'materials' | 'kind'>

interface FieldWords {
  readonly key: DayField
  readonly label: string
  readonly hint?: string
  /** how many lines the field shows */
  readonly rows: number
  /** where the field stands in the draft */
  readonly in: 'draft' | 'place'
  readonly name: string
}

export const dayFields: readonly FieldWords[] = [
  { key: 'title', label: '标题', hint: '2 到 60 个字', rows: 1, in: 'draft', name: 'title' },
  { key: 'summary', label: '一句话介绍', hint: '列表里显示，2 到 200 个字', rows: 2, in: 'draft', name: 'summary' },
  {
    key: 'programme',
    label: '内容安排（可不填）',
    hint: '一行一段，最多 4000 个字',
    rows: 6,
    in: 'draft',
    name: 'programme'
  },
  { key: 'placeName', label: '地点', hint: '例如“市统计局一楼大厅”', rows: 1, in: 'place', name: 'name' },
  { key: 'placeAddress', label: '地址', rows: 1, in: 'place', name: 'address' },
  {
    key: 'directions',
    label: '怎么去（可不填）',
    hint: '地铁、公交、停车，最多 500 个字',
    rows: 2,
    in: 'place',
    name: 'directions'
  },
  {
    key: 'accessibility',
    label: '无障碍（可不填）',
    hint: '入口、电梯、卫生间，最多 500 个字',
    rows: 2,
    in: 'place',
    name: 'accessibility'
  },
  {
    key: 'contactPhone',
    label: '咨询电话',
    hint: '数字、空格和短横，6 到 20 位',
    rows: 1,
    in: 'draft',
    name: 'contactPhone'
  }
]

export const emptyDay: DayForm = {
  kind: 'openDay',
  title: '',
  summary: '',
  programme: '',
  placeName: '',
  placeAddress: '',
  directions: '',
  accessibility: '',
  contactPhone: '',
  materials: []
}

export const dayFormOf = ({ kind, title, summary, programme, place, materials, contactPhone }: Draft): DayForm => ({
  kind,
  title,
  summary,
  programme,
  placeName: place.name,
  placeAddress: place.address,
  directions: place.directions,
  accessibility: place.accessibility,
  contactPhone,
  materials: materials.map(({ name, url }) => ({ name, url: url ?? '' }))
})

export const dayDraftOf = (form: DayForm): Draft => ({
  kind: form.kind,
  title: form.title.trim(),
  summary: form.summary.trim(),
  programme: form.programme.trim(),
  place: {
    name: form.placeName.trim(),
    address: form.placeAddress.trim(),
    directions: form.directions.trim(),
    accessibility: form.accessibility.trim()
  },
  materials: form.materials.map(({ name, url }) => ({ name: name.trim(), url: url.trim() || null })),
  contactPhone: form.contactPhone.trim()
})

const optional: readonly DayField[] = ['programme', 'directions', 'accessibility']

function sayBroken({ rule, limit }: FieldError): string {
  if (rule === 'required') return '还没写'
  if (rule === 'minLength') return `至少写 ${limit ?? ''} 个字`
  if (rule === 'maxLength') return `最多 ${limit ?? ''} 个字，写短些`
  return '只能有数字、空格和短横，以数字开头，6 到 20 位'
}

/** What is wrong, by the id of the control. */
export function dayFaults(form: DayForm): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const { key, in: where, name } of dayFields) {
    if (form[key].trim() === '' && optional.includes(key)) continue
    const schema = where === 'draft' ? OpenDayDraft : OpenDayDraft.properties.place
    const broken = brokenRule(schema, name, form[key])
    if (broken) faults[key] = sayBroken(broken)
  }
  form.materials.forEach(({ name, url }, index) => {
    const length = [...name.trim()].length
    if (length === 0) faults[`material-${index}-name`] = '写上名称，或者去掉这一行'
    else if (length > 80) faults[`material-${index}-name`] = '最多 80 个字，写短些'
    if (url.trim() !== '' && !/^(https:\/\/\S+|\/\S*)$/.test(url.trim()))
      faults[`material-${index}-url`] = '以 https:// 或 / 开头；只发纸面的就空着'
    else if (url.trim().length > 300) faults[`material-${index}-url`] = '网址太长，最多 300 个字符'
  })
  return faults
}

/** Labels and present texts of the fields in which the two differ. */
export function dayDifferences(typed: DayForm, now: DayForm): { label: string; now: string }[] {
  const texts = dayFields
    .filter(({ key }) => typed[key].trim() !== now[key].trim())
    .map(({ key, label }) => ({ label: label.replace('（可不填）', ''), now: now[key] || '空着' }))
  const materials = (form: DayForm) => form.materials.map(({ name, url }) => [name, url].filter(Boolean).join(' '))
  return JSON.stringify(materials(typed)) === JSON.stringify(materials(now))
    ? texts
    : [...texts, { label: '材料', now: materials(now).join('；') || '没有' }]
}
