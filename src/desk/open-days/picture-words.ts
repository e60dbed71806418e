/** What the two kinds of pictures of an open day are called at the desk, and what becomes of each. */
import { pictureMost, type PictureKind } from '#contract/open-days.ts'
import { countCharacters } from '#ui/rules-for.ts'
import { monthDay } from '../core/times.ts'

interface KindWords {
  readonly title: string
  readonly say: (goesOn: string | null) => string
  /** of the field that takes one */
  readonly file: string
  readonly caption: string
}

export const pictureWords: Readonly<Record<PictureKind, KindWords>> = {
  shown: {
    title: '给市民看的照片',
    say: () => `和“办得怎么样”一起显示在活动页，最多 ${pictureMost} 张。能认出人的，先征得本人同意。`,
    file: '加一张给市民看的照片',
    caption: '照片里有什么'
  },
  attendance: {
    title: '签到照片',
    say: (goesOn) =>
      `签到表、现场人数，留作到场的证明，市民看不到，最多 ${pictureMost} 张。${goesOn === null ? '' : `${monthDay(goesOn)}和报名人的联系方式一起自动删除。`}`,
    file: '加一张签到照片',
    caption: '是什么的照片'
  }
}

/** What is wrong with a caption; '' where nothing is. */
export function captionFault(caption: string): string {
  const length = countCharacters(caption.trim())
  return length < 2 ? '写一句照片里有什么，至少 2 个字' : length > 80 ? `多了 ${length - 80} 个字，写短些` : ''
}
