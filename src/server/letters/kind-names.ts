/** What tables that leave the house call the kinds of letters. */
import type { LetterKind } from '#contract/letters.ts'

export const kindNames: Readonly<Record<LetterKind, string>> = {
  enquiry: '咨询',
  message: '留言',
  mailbox: '局长信箱',
  fault: '网站纠错'
}
