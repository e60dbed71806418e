/** What the server and its own PostgreSQL occupy, as Linux counts it. */
import { readFileSync } from 'node:fs'

/** A figure of /proc in bytes: the sum over the processes; undefined where the system doesn't tell. */
function sum(pids: readonly number[], file: string, field: string): number | undefined {
  try {
    return pids.reduce((total, pid) => {
      const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))
      return total + Number(found?.[1] ?? 0) * 1024
    }, 0)
  } catch {
    return undefined
  }
}

/** Memory of one process with all that it maps. */
export const residentMemory = (pid: number): number | undefined => sum([pid], 'status', 'VmRSS')

/** Memory of several processes; what they share counts once. */
export const sharedOutMemory = (pids: readonly number[]): number | undefined => sum(pids, 'smaps_rollup', 'Pss')
