/** What is said of a published answer: where it stands, and why it can't be approved yet. */
import type { Publication } from '#contract/answers.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'

/** Where the copy stands, in one sentence. */
export function publicationStanding({ state, version, publishedVersion, author }: Publication): string {
  if (version === 0) return '还没有人存过，下面是程序遮过的一份'
  const newest = `第 ${version} 版，${author ?? ''}存`
  if (state === 'withdrawn') return `已撤下。${newest}`
  if (state !== 'published') return `${newest}，等另一位同事批准`
  return version === publishedVersion
    ? `公开着，第 ${version} 版`
    : `公开的是第 ${publishedVersion ?? 0} 版；${newest}，等另一位同事批准`
}

/** Why the reader can't approve now, or an empty text. */
export function whyNotApproved(
  { state, version, publishedVersion, mayPropose, mayApprove }: Publication,
  { publishConsent }: Pick<DeskLetter, 'publishConsent'>,
  { unsaved, undecided }: { readonly unsaved: boolean; readonly undecided: number }
): string {
  if (!publishConsent) return '写信人没有同意公开。'
  if (!mayPropose) return '这一件答复以后才能选登。'
  if (undecided > 0) return `还有 ${undecided} 处疑似个人信息没处理：遮去，或者写明为什么可以保留。`
  if (version === 0 || state === 'withdrawn') return '先存一版，再请另一位同事批准。'
  if (unsaved) return '改过的先存，再请另一位同事批准。'
  if (version === publishedVersion) return '这一版已经公开。'
  return mayApprove ? '' : '这一版是您存的，要由另一位同事批准。'
}
