/**
 * Words for searching Chinese text. The database keeps them as a tsvector; it is put together here word by word, since
 * PostgreSQL's own parser knows no Chinese words and reads numbers and addresses in its own way.
 */
import type { Jieba } from '@node-rs/jieba'

let loading: Promise<Jieba> | undefined

/** The dictionary costs a third of a second and about 60 MB: it is loaded when the first word is searched for, once. */
export async function segmenter(): Promise<Jieba> {
  loading ??= Promise.all([import('@node-rs/jieba'), import('@node-rs/jieba/dict.js')]).then(([jieba, { dict }]) =>
    jieba.Jieba.withDict(dict)
  )
  return await loading
}

/** Words that stand in any question; they tell nothing about what is asked. */
const emptyWords = new Set(
  (
    '的 地 得 了 着 过 吗 呢 吧 啊 呀 嘛 么 是 不 没 没有 不是 有 在 和 与 及 或 或者 还是 而 但 但是 也 都 还 又 再 就 才 只 很 太 最 更 被 把 让 给 从 到 对 向 为 以 ' +
    '于 由 按 跟 同 比 等 之 其 所 个 一 一个 一下 一些 这 那 这个 那个 这些 那些 这样 那样 这里 那里 哪 哪个 哪些 哪里 哪儿 谁 几 多少 什么 为什么 怎么 怎样 如何 怎么办 ' +
    '是否 可以 能 能否 不能 能不能 可 会 要 想 应 应该 需要 请 请问 想问 问 请教 咨询 求助 您好 你好 谢谢 我 我们 你 你们 您 他 她 它 他们 自己 大家 因为 所以 如果 然后 ' +
    '现在 已经 时候 上 下 里 中 内 外 前 后 以前 以后 之前 之后 说 看 用 做 来 去 做 叫 统计 统计局 贵局 本局 ' +
    'a an the of in on at to is are was be and or for how what why where when who which do does can i we you my our it'
  ).split(' ')
)

/** A word longer than this is no word. */
const longest = 40

/** A text as it is compared: lower case, full-width forms made plain. */
export const plainText = (text: string): string => text.normalize('NFKC').toLowerCase()

/** A pair of letters as the index keeps it; no word begins so. */
const pairMark = '~'

/** Every two Chinese letters that stand beside each other: of a word that is written wrong, most pairs are right. */
export function pairsOf(text: string): string[] {
  return (plainText(text).match(/\p{Script=Han}{2,}/gu) ?? []).flatMap((run) => {
    const letters = [...run]
    return letters.slice(1).map((letter, index) => `${pairMark}${letters[index] ?? ''}${letter}`)
  })
}

/** The words of a text, in their order and as often as they stand in it: lower case, full-width forms made plain, empty words left out. */
export async function wordsOf(text: string): Promise<string[]> {
  const plain = plainText(text)
  const cut = (await segmenter()).cutForSearch(plain, true)
  return cut
    .flatMap((piece) => piece.split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word !== '' && word.length <= longest && !emptyWords.has(word))
}

/** The text without its empty words, in the pieces that stand between them. */
export async function tellingRuns(text: string): Promise<string[]> {
  const runs: string[] = ['']
  for (const piece of (await segmenter()).cut(plainText(text), true)) {
    if (emptyWords.has(piece)) runs.push('')
    else runs.push((runs.pop() ?? '') + piece)
  }
  return runs
}

type Weight = 'A' | 'B' | 'C' | 'D'

/**
 * A text as a literal of type tsvector, to be bound and cast: each word with its places and the weight of its part.
 * `withPairs`: a text whose pairs of letters can be looked for too.
 */
export async function searchVector(
  parts: readonly { readonly text: string; readonly weight: Weight }[],
  withPairs = ''
): Promise<string> {
  const places = new Map<string, string[]>()
  let place = 0
  for (const { text, weight } of parts) {
    for (const word of await wordsOf(text)) {
      // the highest place there is; what comes later is found all the same
      place = Math.min(place + 1, 16_383)
      const known = places.get(word)
      if (known === undefined) places.set(word, [`${place}${weight}`])
      else known.push(`${place}${weight}`)
    }
  }
  const words = [...places].map(([word, at]) => `'${word}':${at.join(',')}`)
  return [...words, ...new Set(pairsOf(withPairs).map((pair) => `'${pair}'`))].join(' ')
}

/** One word as a literal of type tsquery; `prefix`: also words that begin with it. Words hold letters and digits only. */
export function searchQuery(word: string, { prefix = false }: { prefix?: boolean } = {}): string {
  return `'${word}'${prefix ? ':*' : ''}`
}
