/** Why the reader can't move a letter on, and who can. */
import type { DeskLetter } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'

/** A sentence, or an empty text when the next step is the reader's own. */
export function whyNot({ state, actions, office }: DeskLetter, may: (permission: Permission) => boolean): string {
  switch (state) {
    case 'received':
      return actions.includes('assign') ? '' : '等办公室分给科室，分到以后才能起草。'
    case 'assigned':
      return actions.includes('draft') ? '' : `由${office?.name ?? '承办科室'}起草答复。`
    case 'signing':
      if (actions.includes('sign')) return ''
      return may('letters:sign')
        ? '您写过这份答复，要由别人签发。要改，可以退回。'
        : '等科室负责人或局领导签发。要改，请他们退回。'
    case 'answered':
      return ''
  }
}
