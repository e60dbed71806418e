/** Who may import whom: the table of src/ARCHITECTURE.md as rules for dependency-cruiser, `.vue` files included. */

/** The files that wire capabilities together; they alone may know several of them. */
const wiring = [
  '^src/server/(app|main|work|wenzheng|demo|build|press)\\.ts$',
  '^src/citizen/(App\\.vue|main\\.ts|render\\.ts|router\\.ts)$',
  '^src/desk/(App\\.vue|main\\.ts|router\\.ts)$'
]

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'contract-stands-alone',
      'The contract knows typebox and itself: no I/O, no framework, no other part.',
      { path: '^src/contract/' },
      { pathNot: ['^src/contract/', '(^|/)node_modules/typebox/'] }
    ),
    rule(
      'ui-knows-contract-only',
      'What both screens share knows the contract and npm packages.',
      { path: '^src/ui/' },
      { path: '^(src|tests)/', pathNot: '^src/(ui|contract)/' }
    ),
    rule(
      'citizen-stays-in-the-browser',
      'The citizen app knows contract, ui and itself; never the desk, never the server.',
      { path: '^src/citizen/' },
      { path: '^(src|tests)/', pathNot: '^src/(citizen|ui|contract)/' }
    ),
    rule(
      'desk-stays-in-the-browser',
      'The desk knows contract, ui and itself; never the citizen app, never the server.',
      { path: '^src/desk/' },
      { path: '^(src|tests)/', pathNot: '^src/(desk|ui|contract)/' }
    ),
    rule(
      'server-knows-no-screen',
      'The server knows the contract and itself; the rendered pages come in through an interface of the contract.',
      { path: '^src/server/' },
      { path: '^(src|tests)/', pathNot: '^src/(server|contract)/' }
    ),
    rule(
      'server-never-vue',
      'Rendering is built by Vite from src/citizen/render.ts; server source imports no screen library.',
      { path: '^src/server/' },
      { path: '(^|/)node_modules/(vue|@vue|vue-router|pinia|vant|element-plus)/' }
    ),
    rule(
      'screens-never-node',
      'Nothing of Node exists in a browser.',
      { path: '^src/(ui|citizen|desk)/' },
      { dependencyTypes: ['core'] }
    ),
    rule(
      'one-screen-library-each',
      'The citizen never downloads Element Plus, nor the desk Vant; what they share brings neither.',
      { path: '^src/(ui|citizen)/' },
      { path: '(^|/)node_modules/element-plus/' }
    ),
    rule(
      'desk-never-vant',
      'The citizen never downloads Element Plus, nor the desk Vant; what they share brings neither.',
      { path: '^src/(ui|desk)/' },
      { path: '(^|/)node_modules/vant/' }
    ),
    rule(
      'no-sibling-capability',
      'A capability never imports a sibling. What two need lives in core/ or in the contract; wiring files join them.',
      { path: '^src/(server|citizen|desk)/([^/]+)/', pathNot: '^src/[^/]+/core/' },
      { path: '^src/$1/', pathNot: '^src/$1/($2|core)/' }
    ),
    rule(
      'core-knows-no-capability',
      'core/ is below every capability.',
      { path: '^src/(server|citizen|desk)/core/' },
      { path: '^src/$1/', pathNot: '^src/$1/core/' }
    ),
    rule(
      'only-wiring-joins-capabilities',
      'A file beside the folders may use core/; only the named wiring files may know capabilities.',
      { path: '^src/(server|citizen|desk)/[^/]+$', pathNot: wiring },
      { path: '^src/$1/[^/]+/', pathNot: '^src/$1/core/' }
    ),
    rule(
      'alias-across-parts',
      'Across parts an import goes through an alias of package.json (#contract/…, #ui/…).',
      { path: '^src/([^/]+)/' },
      { path: '^src/', pathNot: '^src/$1/', dependencyTypesNot: ['aliased'] }
    ),
    rule(
      'relative-inside-a-part',
      'Inside one part an import is relative.',
      { path: '^src/([^/]+)/' },
      { path: '^src/$1/', dependencyTypes: ['aliased'] }
    ),
    rule(
      'no-cycle',
      'Two files that need each other are one file, or miss a third. Types alone may refer to each other.',
      { path: '^(src|tests)/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    ),
    rule(
      'no-orphan',
      'A file that nothing imports and that imports nothing is dead.',
      { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      {}
    ),
    rule(
      'no-missing-file',
      'An import must lead somewhere.',
      { path: '^(src|tests)/' },
      // the address of a package's file, which Vite looks up by the package's list of exports
      { couldNotResolve: true, pathNot: ['^virtual:', '^zxing-wasm/.*\\.wasm\\?url$'] }
    ),
    rule(
      'no-development-package',
      'What runs in production may only need production packages.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev'] }
    )
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // style sheets inside packages (vant/es/…/style/, element-plus/es/…/style/css) import hundreds of others
    exclude: { path: '(^|/)node_modules/.+/style/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'browser', 'default', 'types'],
      mainFields: ['module', 'main', 'types']
    }
  }
}
