/** Why the reader can't move a letter on, and who can. */
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { Permission } from '#contract/people.ts'

type Situation = Pick<DeskLetter, 'state' | 'actions' | 'office' | 'signedBy' | 'together'>

interface Reader {
  readonly may: (permission: Permission) => boolean
  readonly mayEverywhere: (permission: Permission) => boolean
}

/** A sentence, or an empty text when the next step is the reader's own. */
export function whyNot({ state, actions, office, signedBy, together }: Situation, reader: Reader): string {
  if (together.lead) return '和别的信一起办：起草和签发都在领头的那封信上。'
  const can = (action: DeskLetter['actions'][number]) => actions.includes(action)
  switch (state) {
    case 'received':
      return can('accept') ? '' : '等办公室受理，分给科室以后才能起草。'
    case 'accepted':
      return can('assign') ? '' : '等办公室分给科室，分到以后才能起草。'
    case 'assigned':
    case 'drafting':
      if (can('draft')) return ''
      return can('assign')
        ? `由${office?.name ?? '承办科室'}起草答复。要转办或不予受理，先请他们退回办公室。`
        : `由${office?.name ?? '承办科室'}起草答复。`
    case 'signing':
      if (can('sign')) return ''
      if (signedBy === 'leader' && !reader.mayEverywhere('letters:sign'))
        return can('return') ? '写给局领导的信，由局领导签发。要改，可以退回。' : '写给局领导的信，等局领导签发。'
      return reader.may('letters:sign')
        ? '您写过这份答复，要由别人签发。要改，可以退回。'
        : '等科室负责人或局领导签发。要改，请他们退回。'
    case 'answered':
      return can('close') ? '' : '写信人追问时，这封信会回到承办科室，重新算期限。'
    case 'closed':
      return '已经办结。写信人再问时，会用同一个编号回到承办科室。'
    case 'withdrawn':
    case 'transferred':
    case 'refused':
      return ''
  }
}
