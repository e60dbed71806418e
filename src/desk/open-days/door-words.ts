/** What the door says of a ticket: a word and a picture first, the colour only repeats them. */
import type { IconName } from '../core/DeskIcon.vue'
import { clockTime } from '../core/times.ts'
import type { Admission, Decision } from './admit.ts'
import { dayTime } from './local-time.ts'
import { needWords } from './open-day-words.ts'

/** `go`: let in; `look`: staff decide; `stop`: not let in. */
export type Tone = 'go' | 'look' | 'stop'

export interface DoorSaying {
  readonly tone: Tone
  readonly say: string
  readonly more: readonly string[]
}

export const toneIcons: Readonly<Record<Tone, IconName>> = { go: 'tick', look: 'warn', stop: 'stop' }
export const toneWords: Readonly<Record<Tone, string>> = { go: '可以进', look: '请您看一下', stop: '不放行' }

const remarks = {
  listed: [],
  unlisted: ['签名是真的，名单上还没有：名单可能比票旧。可以放行，联网后会核对。'],
  newer: ['票比名单新，按票上的人数放行。']
} as const satisfies Record<Admission['remark'], readonly string[]>

function admissionLines({ slot, minors, needs, remark }: Admission): string[] {
  return [
    `${slot.title}，${dayTime(slot.startsAt)}`,
    ...(minors > 0 ? [`其中未成年 ${minors} 人`] : []),
    ...(needs.length > 0 ? [`需要：${needs.map((need) => needWords[need]).join('、')}`] : []),
    ...remarks[remark]
  ]
}

export function sayDecision(decision: Decision): DoorSaying {
  switch (decision.outcome) {
    case 'admit': {
      const { admission } = decision
      return {
        tone: admission.remark === 'listed' ? 'go' : 'look',
        say:
          admission.remark === 'unlisted' ? `名单上没有，票上 ${admission.people} 人` : `票上 ${admission.people} 人`,
        more: admissionLines(admission)
      }
    }
    case 'otherSlot':
      return {
        tone: 'look',
        say: `是另一场的票，${decision.admission.people} 人`,
        more: [
          ...admissionLines(decision.admission),
          `放不放由您定。放了算在“${decision.admission.into.title}”的人数里。`
        ]
      }
    case 'used': {
      const { seen, people } = decision
      const late = seen.people < people ? ['同来的人后到，按“没报名直接来的”登记。'] : []
      return {
        tone: 'stop',
        say: '这张票用过了',
        more: [`${clockTime(seen.at)} 在“${seen.door}”放行了 ${seen.people} 人`, ...late]
      }
    }
    case 'cancelled':
      return { tone: 'stop', say: '这份报名取消了', more: [`原来是 ${decision.slot.title}`] }
    case 'changed':
      return { tone: 'stop', say: '票已经换过，这张作废', more: ['请他打开手机里最新的票，再扫一次。'] }
    case 'slotCancelled':
      return { tone: 'stop', say: '这一场取消了', more: [`${decision.slot.title}，${dayTime(decision.slot.startsAt)}`] }
    case 'otherDay':
      return { tone: 'stop', say: '不是这个开放日的票', more: ['看看票上的日期和活动。'] }
    case 'forged':
      return { tone: 'stop', say: '签名不对，不是统计局发的票', more: ['可能是改过的图。可以请他说出票号，再核对。'] }
    case 'unchecked':
      return { tone: 'stop', say: '这台手机核对不了签名', more: ['名单上也没有。到能核对的门去，或者联网换新名单。'] }
    case 'unknownCode':
      return { tone: 'stop', say: '名单上没有这个票号', more: ['再核对一遍。票是刚拿到的，就扫二维码。'] }
    case 'notCode':
      return { tone: 'stop', say: '票号是 8 位字母和数字', more: ['例如 7K2M 9QXA，空格可以不输。'] }
    case 'notTicket':
      return { tone: 'stop', say: '这个二维码不是票', more: ['请他打开票，再扫一次。'] }
  }
}
