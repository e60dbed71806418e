/** Why the reader can't move an article on, and who can. */
import type { ArticleAct, ChainStep, DeskArticle } from '#contract/articles-desk.ts'
import { stepWords } from './article-words.ts'

type Situation = Pick<DeskArticle, 'state' | 'chain' | 'may' | 'barred'>

/** The step that is due, undefined where none is. */
export const dueStep = (chain: readonly ChainStep[]): ChainStep | undefined =>
  chain.find(({ signedAt }) => signedAt === null)

/** The step after the one that is due. */
export function stepAfter(chain: readonly ChainStep[]): ChainStep | undefined {
  const at = chain.findIndex(({ signedAt }) => signedAt === null)
  return at < 0 ? undefined : chain[at + 1]
}

const causeOf = ({ barred }: Situation, act: ArticleAct) => barred.find((bar) => bar.act === act)?.because

/** Why the reader doesn't sign, or an empty text. */
export function whyNotSigned(article: Situation): string {
  const due = dueStep(article.chain)
  if (article.state !== 'inReview' || due === undefined || article.may.includes('sign')) return ''
  const { name, who } = stepWords[due.step]
  switch (causeOf(article, 'sign')) {
    case 'samePerson':
      return `这一稿您写过，或者签过前面一步。${name}要由${who}的另一个人来签。`
    case 'checks':
      return '还有几项没过检查，不能签。写明原因，退回起草人改。'
    case 'state':
    case 'notPermitted':
    case undefined:
      return `等${who}做${name}。`
  }
}

/** Why the author can't hand it in, or an empty text. */
export function whyNotSubmitted(article: Situation): string {
  if (article.may.includes('submit')) return ''
  switch (causeOf(article, 'submit')) {
    case 'checks':
      return '还有几项没过检查，改好再送审。'
    case 'state':
      return '没有新的改动，不用送审。'
    case 'samePerson':
    case 'notPermitted':
    case undefined:
      return '由起草的科室送审。'
  }
}
