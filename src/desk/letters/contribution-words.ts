/** What the desk calls the help of other offices. */
import type { Contribution } from '#contract/contributions.ts'

interface KindWords {
  readonly name: string
  /** what choosing it means */
  readonly does: string
  readonly placeholder: string
}

export const contributionWords: Readonly<Record<Contribution['kind'], KindWords>> = {
  part: {
    name: '协办',
    does: '写答复里的一段，由承办科室合成一份答复',
    placeholder: '请写哪一段，回答来信里的哪几句。'
  },
  opinion: {
    name: '征求意见',
    does: '对这件事提意见，不写进答复',
    placeholder: '想听什么意见，为什么要问。'
  }
}

export const contributionStateWords: Readonly<Record<Contribution['state'], string>> = {
  asked: '等着写',
  given: '给了',
  takenBack: '收回了',
  lapsed: '办完了，不用写'
}
