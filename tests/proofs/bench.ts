/**
 * `npm run bench -- server`, `phone`, `library` or `desk`: how fast, how small. Prints ratios taken in one run; a time
 * fails nothing, since machines are noisy, but the budgets of bytes and requests do, and the reach of the desk.
 */
import { printFigures, missedBudgets, type Figure } from './bench-table.ts'

interface Bench {
  readonly title: string
  readonly run: () => Promise<readonly Figure[]>
}

const benches: Record<string, Bench> = {
  server: {
    title: 'Server: rates against the bare thing, start, memory',
    run: async () => await (await import('./bench-server.ts')).benchServer()
  },
  phone: {
    title: 'Phone: 390×844, 1.6 Mbit/s down, 750 kbit/s up, 150 ms, processor 4× slower',
    run: async () => await (await import('./bench-phone.ts')).benchPhone()
  },
  library: {
    title: 'Library: 50,000 published articles, two server processes, 2,000 texts on a phone',
    run: async () => await (await import('./bench-library.ts')).benchLibrary()
  },
  desk: {
    title: 'Desk: 100,000 letters of five years, 200 requests of each kind',
    run: async () => await (await import('./bench-desk.ts')).benchDesk()
  }
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !(name in benches))
if (names.length === 0 || unknown.length > 0) {
  console.error(`Which benchmark? npm run bench -- ${Object.keys(benches).join(' | ')}`)
  process.exit(2)
}
for (const name of names) {
  const bench = benches[name]!
  const figures = await bench.run()
  printFigures(bench.title, figures)
  for (const { what, figure, wanted } of missedBudgets(figures)) {
    console.error(`\nOver budget: ${what} is ${figure}, wanted ${wanted ?? ''}`)
    process.exitCode = 1
  }
}
