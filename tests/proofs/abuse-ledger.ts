/** What abuse:codes has seen, by stage: findings, figures, and whether those who did nothing wrong were let in. */
import type { Answer } from './caller.ts'

export interface Ledger {
  readonly note: (stage: string, good: boolean, what: string) => void
  /** the phone that sent the letter asked */
  readonly device: (stage: string, answer: Answer) => void
  /** somebody else asked, from another network, with number and code of another letter */
  readonly neighbour: (stage: string, status: number) => void
  readonly figures: Record<string, string | number>
  readonly summary: () => { checked: number; failures: string[]; failed: ReadonlySet<string> }
}

export const newLedger = (): Ledger => {
  const failures: string[] = []
  const failed = new Set<string>()
  const figures: Record<string, string | number> = {}
  const asked = { device: 0, neighbour: 0 }
  let checked = 0
  const note: Ledger['note'] = (stage, good, what) => {
    checked += 1
    if (good) return
    failures.push(`${stage}: ${what}`)
    failed.add(stage)
  }
  const letIn = (who: keyof typeof asked, stage: string, status: number): void => {
    asked[who] += 1
    note(stage, status === 200, `the ${who} is answered with ${status}`)
  }
  return {
    note,
    device: (stage, { status }) => letIn('device', stage, status),
    neighbour: (stage, status) => letIn('neighbour', stage, status),
    figures,
    summary: () => {
      figures['device asked meanwhile'] = `${asked.device} times`
      figures['neighbours asked meanwhile'] = `${asked.neighbour} times`
      return { checked, failures, failed }
    }
  }
}
