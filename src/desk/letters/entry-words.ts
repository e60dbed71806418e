/** What is said of an entry of the knowledge: its parts, where it stands, and why it can't be approved yet. */
import type { Entry, EntryLine, entryShows } from '#contract/knowledge.ts'
import type { CopyPart } from './finding-words.ts'

export type EntryShow = (typeof entryShows)[number]

export const entryPartWords: Readonly<Record<CopyPart, string>> = { title: '问题', question: '别的问法', reply: '答案' }

export const entryLabels: Readonly<Record<CopyPart, string>> = {
  title: '问题（别人一看就知道问什么）',
  question: '别的问法（一行一种，搜得到，也登在页上）',
  reply: '答案'
}

export const showWords: Readonly<Record<EntryShow, string>> = {
  due: '该核对的',
  waiting: '等批准的',
  published: '公开的',
  withdrawn: '撤下的'
}

export const emptyShowWords: Readonly<Record<EntryShow, string>> = {
  due: '没有该核对的。',
  waiting: '没有等批准的。',
  published: '还没有公开的问答。',
  withdrawn: '没有撤下的。'
}

/** Where an entry of the list stands. */
export function lineStanding({ state, waiting }: EntryLine): string {
  if (state === 'withdrawn') return '已撤下'
  if (state === 'proposed') return '等批准'
  return waiting ? '公开着，新的一版等批准' : '公开着'
}

/** Where an entry stands, in one sentence. */
export function entryStanding({ state, version, publishedVersion, versions, due }: Entry): string {
  const newest = `第 ${version} 版，${versions[0]?.author ?? ''}存`
  if (state === 'withdrawn') return `已撤下。${newest}`
  if (state === 'proposed') return `${newest}，等另一位同事批准`
  const until = due ? `，${due.late ? '该核对了，原定' : ''}${due.on}${due.late ? '' : '前核对'}` : ''
  return version === publishedVersion
    ? `公开着，第 ${version} 版${until}`
    : `公开的是第 ${publishedVersion ?? 0} 版${until}；${newest}，等另一位同事批准`
}

/** Why the reader can't approve now, or an empty text. */
export function whyNotPublic(
  entry: Entry | undefined,
  { unsaved, undecided }: { readonly unsaved: boolean; readonly undecided: number }
): string {
  if (undecided > 0) return `还有 ${undecided} 处疑似个人信息没处理：遮去，或者写明为什么可以保留。`
  if (!entry || entry.state === 'withdrawn') return '先存一版，再请另一位同事批准。'
  if (unsaved) return '改过的先存，再请另一位同事批准。'
  if (entry.version === entry.publishedVersion) return '这一版已经公开。'
  return entry.mayApprove ? '' : '这一版是您存的，要由另一位同事批准。'
}
