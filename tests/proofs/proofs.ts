/** The proofs by name, and what each command runs of them. */

/** `access:matrix` is the program `access-matrix.ts` in this folder. The long ones first: the short forms run two at a time. */
export const all = [
  'crash:browser',
  'supply',
  'xss:stored',
  'pwa:upgrade',
  'access:matrix',
  'race:two-tabs',
  'race:places',
  'secret:planted',
  'crash:app',
  'upload:corpus',
  'pwa:leak',
  'backup:roundtrip',
  'abuse:codes',
  'storm:posts',
  'time:calendar',
  'flow:two',
  'publish:second',
  'fuzz:api',
  'audit:tamper',
  'erasure',
  'search:quality',
  'suggest:quality',
  'personal-data',
  'access:absent'
] as const

export type ProofName = (typeof all)[number]

/**
 * What `npm test` runs, in the short form, and why: first the three promises, then what costs next to nothing. All others
 * run in `npm run test:whole`, where these have their plants too.
 */
export const gate: Readonly<Partial<Record<ProofName, string>>> = {
  'access:matrix': 'nothing private leaks: every route, and whom its guards refuse',
  'crash:app': 'nothing is lost or doubled: server and database killed while people write',
  'fuzz:api': 'whatever is sent, no route fails or tells what is inside',
  'personal-data': 'costs little: what is published was looked through for names and numbers',
  supply: 'costs little: what npm installs is what the project names'
}

/** In `--short` these run with their guard removed too, since it takes them little; the others on request. */
export const shortPlants: readonly ProofName[] = [
  'access:matrix',
  'access:absent',
  'audit:tamper',
  'backup:roundtrip',
  'personal-data',
  'storm:posts',
  'supply'
]

/** What is told apart by time is asked on a machine that does nothing else. */
export const alone: readonly ProofName[] = ['access:absent']
