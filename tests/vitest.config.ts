/** The tests that need no browser. `vitest --config tests/vitest.config.ts --project rules` runs one kind. */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

/** Crosses every wall on purpose; `npm run check` runs the rest of the folder, `npm test` this one too. */
const walls = 'tests/architecture/walls.test.ts'

/** They start and stop clusters of their own, which takes a fifth of the time of all tests: the gate leaves them to the whole. */
const operation = ['tests/server/restore.test.ts', 'tests/server/embedded-postgres.test.ts']

const kind = (name: string) => ({
  root,
  test: { name, testTimeout: 20_000, include: [`tests/${name}/**/*.test.ts`] }
})

const onDatabase = {
  globalSetup: ['tests/server/database.ts'],
  setupFiles: ['tests/server/fresh-modules.ts'],
  hookTimeout: 60_000
}

export default defineConfig({
  root,
  test: {
    // two cores: a worker each
    maxWorkers: 2,
    allowOnly: false,
    isolate: false,
    projects: [
      kind('rules'),
      { root, test: { ...kind('server').test, ...onDatabase, exclude: operation } },
      { root, test: { ...kind('server').test, ...onDatabase, name: 'operation', include: operation } },
      { root, plugins: [vue()], test: { ...kind('screens').test, environment: 'happy-dom' } },
      { root, test: { ...kind('architecture').test, exclude: [walls] } },
      { root, test: { name: 'walls', include: [walls], testTimeout: 120_000, hookTimeout: 120_000 } }
    ]
  }
})
