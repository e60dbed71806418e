/** What an act will do, to whom and by when, before it is done. */
import type { DeskLetter, LetterAction } from '#contract/letters-desk.ts'
import { monthDay } from '../core/times.ts'

/** Acts that are asked about in a dialog of the same shape. */
export const dialogActs = [
  'accept',
  'ask',
  'resume',
  'giveBack',
  'return',
  'transfer',
  'refuse',
  'close'
] as const satisfies readonly LetterAction[]
export type DialogAct = (typeof dialogActs)[number]

interface ActField {
  readonly label: string
  readonly placeholder: string
  readonly shortest: number
  readonly longest: number
}

export interface ActWords {
  readonly button: string
  readonly title: string
  readonly says: readonly string[]
  /** what must be written with it, with the bounds of the contract */
  readonly field?: ActField
  /** whether a department is chosen from the directory */
  readonly department?: boolean
  readonly confirm: string
  readonly done: string
}

/** What is done with the letter that leads is done with those that it leads. */
function alsoTo({ together: { members } }: DeskLetter): string[] {
  return members.length > 0 ? [`一起办的 ${members.length} 封信也一样，写信人各自看到。`] : []
}

export function actWords(act: DialogAct, letter: DeskLetter): ActWords {
  const due = monthDay(letter.due.dueOn)
  switch (act) {
    case 'accept':
      return {
        button: '只受理…',
        title: '受理这封信',
        says: [
          `写信人马上能看到“已受理”，承诺${due}前答复。期限从收到那天算，不因受理重来。`,
          '下一步是分给科室。直接分给科室时，受理会一起办。'
        ],
        confirm: '受理',
        done: '受理了，下一步分给科室'
      }
    case 'ask':
      return {
        button: '问写信人…',
        title: '问写信人',
        says: [
          '写信人马上能看到下面的话，署名是科室。写信人可以补充，也可以不答。',
          `期限不因此停下，仍是${due}前答复。`
        ],
        field: { label: '要问的话', placeholder: '问清一件事，说明为什么要问。', shortest: 5, longest: 1000 },
        confirm: '发给写信人',
        done: '发给写信人了，期限照常算'
      }
    case 'resume':
      return {
        button: '恢复计时…',
        title: '恢复计时',
        says: ['期限从明天起接着算，今天不算。写信人马上能看到恢复了，和新的最后一天。'],
        confirm: '恢复计时，告诉写信人',
        done: '恢复了，期限从明天起接着算'
      }
    case 'giveBack':
      return {
        button: '退回办公室…',
        title: '退回办公室，另分科室',
        says: [
          `这封信离开${letter.office?.name ?? '本科室'}，您以后看不到它。写过的稿子会留着。`,
          `办公室会另分科室，期限不变，仍是${due}前答复。写信人看不到退回的理由。`
        ],
        field: { label: '退回的理由', placeholder: '为什么不归本科室，该归谁。', shortest: 2, longest: 500 },
        confirm: '退回办公室',
        done: '已退回办公室'
      }
    case 'return':
      return {
        button: '退回修改…',
        title: `退回${letter.draft?.author.name ?? '起草人'}修改`,
        says: ['答复稿回到起草中，起草人看得到下面的理由，写信人看不到。', `期限不变，仍是${due}前答复。`],
        field: { label: '退回的理由', placeholder: '哪里要改，改成什么样。', shortest: 2, longest: 500 },
        confirm: '退回修改',
        done: '已退回起草人'
      }
    case 'transfer':
      return {
        button: '转给别的部门…',
        title: '不归统计局，转给别的部门',
        says: [
          '这封信到此结束，不能再办。写信人马上能看到该找哪个部门、电话、网址和办公时间，和下面的说明。',
          ...alsoTo(letter)
        ],
        department: true,
        field: {
          label: '给写信人的说明',
          placeholder: '为什么归那个部门，去了要带什么。',
          shortest: 2,
          longest: 500
        },
        confirm: '转出，告诉写信人',
        done: '转出了，写信人现在能看到'
      }
    case 'refuse':
      return {
        button: '不予受理…',
        title: '不予受理',
        says: ['这封信到此结束，不能再办。写信人马上能看到下面的理由。', ...alsoTo(letter)],
        field: {
          label: '给写信人的理由',
          placeholder: '说清依据，和还可以怎么办。',
          shortest: 2,
          longest: 500
        },
        confirm: '不予受理，告诉写信人',
        done: '已不予受理，写信人现在能看到'
      }
    case 'close':
      return {
        button: '办结…',
        title: '办结这封信',
        says: ['写信人会看到“已办结”。以后再问，用同一个编号，重新算一轮期限。'],
        confirm: '办结',
        done: '办结了'
      }
  }
}
