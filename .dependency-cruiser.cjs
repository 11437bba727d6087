// Which part may import which. `npm run check` runs it.

/** The floors (layers) of each part, the lowest first. */
const FLOORS = {
  contracts: [
    [
      'contract-file',
      'defined',
      'documents',
      'error-message',
      'find-operation',
      'longest-timer',
      'messages',
      'nearest-names',
      'nesting',
      'once',
      'operations',
      'api-error',
      'printable',
      'read-regular-file',
      'request-headers',
      'shown-value',
      'without-passwords',
      '[a-z]+\\.openapi',
      'keys/development-keys',
      'keys/issue-development-keys',
      'vectors/',
    ],
    ['wire/', 'control/'],
    ['diagnosis/', 'keys/is-development-key', 'refused-headers'],
    ['index', 'pact/'],
    ['generate/'],
  ],
  'mock-server': [
    ['edge/', 'store/', 'openapi/', 'doors/', 'metrics/', 'node-version', 'package-json'],
    ['tenant/'],
    ['operations/'],
    ['gateway/'],
    ['faults/'],
    ['request-context', 'notifications/'],
    ['journal/', 'diagnosis/'],
    ['answer', 'control/', 'console/', 'mock-server-options', 'open-store'],
    ['guarded-callbacks', 'open-inside'],
    ['create-mock-server'],
    ['index', 'command/'],
    ['cli', 'bundle/'],
  ],
}

/** The other parts that each part may import. */
const PARTS = { contracts: [], client: ['contracts'], 'mock-server': ['contracts'] }

const noImportFromAbove = Object.entries(FLOORS).flatMap(([part, floors]) =>
  floors.slice(0, -1).map((floor, index) => ({
    name: `${part}: floor ${index + 1} imports nothing above it`,
    severity: 'error',
    from: { path: inPart(part, floor) },
    to: { path: inPart(part, floors.slice(index + 1).flat()) },
  })),
)

const noOtherPart = Object.entries(PARTS).map(([part, allowed]) => ({
  name: `${part} imports only ${[part, ...allowed].join(' and ')}`,
  severity: 'error',
  from: { path: `^${part}/` },
  to: { path: '^(contracts|client|mock-server|test)/', pathNot: [part, ...allowed].map((name) => `^${name}/`) },
}))

function inPart(part, floor) {
  return `^${part}/(${floor.map((name) => (name.endsWith('/') ? name : `${name}\\.(d\\.)?[a-z]+$`)).join('|')})`
}

/** Folders that others import only by their index. */
const FOLDERS_WITH_INDEX = ['contracts/control/', 'contracts/pact/', 'mock-server/openapi/']

const importedByIndex = [
  ...FOLDERS_WITH_INDEX.map((folder) => [`^(client|contracts|mock-server)/`, folder]),
  // Other parts import any folder of contracts/ by its index.
  ['^(client|mock-server)/', 'contracts/[^/]+/'],
].map(([from, folder]) => ({
  name: `${folder} is imported by its index`,
  severity: 'error',
  from: { path: from, pathNot: `^${folder}` },
  to: { path: `^${folder}`, pathNot: '/index\\.ts$' },
}))

module.exports = {
  forbidden: [
    ...noOtherPart,
    ...noImportFromAbove,
    { name: 'no circular imports', severity: 'error', from: {}, to: { circular: true } },
    ...importedByIndex,
    {
      name: 'no source imports the built package',
      severity: 'error',
      from: { path: '^(contracts|client|mock-server)/' },
      to: { path: '^(wechatpay-goldplan-mock|dist/)' },
    },
    {
      name: 'only store/redis imports the Redis client',
      severity: 'error',
      from: { path: '^(contracts|client|mock-server)/', pathNot: '^mock-server/store/redis/' },
      to: { path: '@redis' },
    },
    {
      name: 'only contracts/pact imports Pact',
      severity: 'error',
      from: { path: '^(contracts|client|mock-server)/', pathNot: '^contracts/pact/' },
      to: { path: '@pact-foundation' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'default'] },
  },
}
