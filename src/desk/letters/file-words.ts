/** What is said of a letter's files. */
import type { Attachment } from '#contract/letters.ts'

const reasonWords: Readonly<Record<NonNullable<Attachment['reason']>, string>> = {
  'type-unknown': '不是能收的类型，或内容和名字不符',
  broken: '文件坏了，打不开',
  'too-large': '超过 10 MB',
  encrypted: '加了密码，打不开'
}

export function fileStanding({ state, received, size, reason }: Attachment): string {
  switch (state) {
    case 'awaited':
      return received === 0 ? '还没传来' : `还没传完，到了 ${Math.min(99, Math.floor((received / size) * 100))}%`
    case 'checking':
      return '检查中'
    case 'kept':
      return '可以看'
    case 'refused':
      return `未通过检查${reason === null ? '' : `：${reasonWords[reason]}`}`
  }
}

/** Pictures that a browser shows by itself; the server found the type by content. */
export function isPicture({ type }: Attachment): boolean {
  return type !== null && ['image/jpeg', 'image/png', 'image/webp', 'image/gif'].includes(type)
}
