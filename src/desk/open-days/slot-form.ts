/** The form of a slot: fields hold the bureau's clock, the server takes instants. */
import type { DeskSlot, SlotDraft } from '#contract/open-days-desk.ts'
import { fieldOf, instantOf } from './local-time.ts'

export interface SlotForm {
  title: string
  startsAt: string
  endsAt: string
  meetingPoint: string
  capacity: string
  partyMost: string
  opensAt: string
  changeUntil: string
  offerMinutes: string
  invited: boolean
}

export const emptySlot: SlotForm = {
  title: '',
  startsAt: '',
  endsAt: '',
  meetingPoint: '',
  capacity: '30',
  partyMost: '5',
  opensAt: '',
  changeUntil: '',
  offerMinutes: '120',
  invited: false
}

export const slotFormOf = (slot: DeskSlot): SlotForm => ({
  title: slot.title,
  startsAt: fieldOf(slot.startsAt),
  endsAt: fieldOf(slot.endsAt),
  meetingPoint: slot.meetingPoint,
  capacity: String(slot.capacity),
  partyMost: String(slot.partyMost),
  opensAt: fieldOf(slot.opensAt),
  changeUntil: fieldOf(slot.changeUntil),
  offerMinutes: String(slot.offerMinutes),
  invited: slot.invited
})

const wholeNumber = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN)

/** The draft for the server; only for a form without faults. */
export const slotDraftOf = (form: SlotForm): SlotDraft => ({
  title: form.title.trim(),
  startsAt: instantOf(form.startsAt) ?? '',
  endsAt: instantOf(form.endsAt) ?? '',
  meetingPoint: form.meetingPoint.trim(),
  capacity: wholeNumber(form.capacity),
  partyMost: wholeNumber(form.partyMost),
  opensAt: instantOf(form.opensAt) ?? '',
  changeUntil: instantOf(form.changeUntil) ?? '',
  offerMinutes: wholeNumber(form.offerMinutes),
  invited: form.invited
})

function textFault(text: string, longest: number): string {
  const length = [...text.trim()].length
  if (length === 0) return '还没写'
  if (length < 2) return '至少写 2 个字'
  return length > longest ? `最多 ${longest} 个字，写短些` : ''
}

function numberFault(text: string, least: number, most: number): string {
  const number = wholeNumber(text)
  return number >= least && number <= most ? '' : `写 ${least} 到 ${most} 之间的整数`
}

/** What is wrong, by field. `taken`: people who have a place already; fewer places than that can't be. */
export function slotFaults(form: SlotForm, taken = 0): Partial<Record<keyof SlotForm, string>> {
  const [starts, ends, opens, until] = [form.startsAt, form.endsAt, form.opensAt, form.changeUntil].map(instantOf)
  const noTime = '选日期和时间'
  const capacity = numberFault(form.capacity, 1, 5000)
  const partyMost = numberFault(form.partyMost, 1, 60)
  const faults: Record<keyof SlotForm, string> = {
    title: textFault(form.title, 60),
    startsAt: starts ? '' : noTime,
    endsAt: !ends ? noTime : starts && ends <= starts ? '要晚于开始' : '',
    meetingPoint: textFault(form.meetingPoint, 120),
    capacity: capacity || (wholeNumber(form.capacity) < taken ? `已经有 ${taken} 人有名额，不能少于这个数` : ''),
    partyMost: partyMost || (wholeNumber(form.partyMost) > wholeNumber(form.capacity) ? '不能多于名额' : ''),
    opensAt: !opens ? noTime : starts && opens >= starts ? '要早于开始' : '',
    changeUntil: !until ? noTime : starts && until > starts ? '不能晚于开始' : '',
    offerMinutes: numberFault(form.offerMinutes, 5, 2880),
    invited: ''
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== ''))
}
