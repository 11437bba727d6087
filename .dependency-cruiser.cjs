// Which part may import which. `npm run check` runs it.

/** The floors of each part, from the ground up. A file imports its own floor and those below it, never one above. */
const FLOORS = {
  contracts: [
    [
      'defined',
      'documents',
      'error-message',
      'find-operation',
      'nearest-names',
      'once',
      'operations',
      'api-error',
      '[a-z]+\\.openapi',
      'keys/development-keys',
      'keys/issue-development-keys',
      'vectors/',
    ],
    ['wire/', 'control/'],
    ['diagnosis/', 'keys/is-development-key'],
    ['index', 'pact/'],
    ['generate/'],
  ],
  'mock-server': [
    ['edge/', 'store/', 'openapi/', 'node-version', 'package-json'],
    ['tenant/'],
    ['operations/'],
    ['gateway/'],
    ['faults/'],
    ['request-context'],
    ['journal/', 'diagnosis/'],
    ['answer', 'control/', 'mock-server-options'],
    ['create-mock-server'],
    ['index', 'command/'],
    ['cli', 'bundle/'],
  ],
}

/** What each part may import of the others. */
const PARTS = { contracts: [], client: ['contracts'], 'mock-server': ['contracts'] }

const noArrowUp = Object.entries(FLOORS).flatMap(([part, floors]) =>
  floors.slice(0, -1).map((floor, index) => ({
    name: `${part}: floor ${index + 1} imports nothing above it`,
    severity: 'error',
    from: { path: inPart(part, floor) },
    to: { path: inPart(part, floors.slice(index + 1).flat()) },
  })),
)

const noOtherPart = Object.entries(PARTS).map(([part, allowed]) => ({
  name: `${part} imports ${allowed.join(', ') || 'nobody of ours'}`,
  severity: 'error',
  from: { path: `^${part}/` },
  to: { path: '^(contracts|client|mock-server|test)/', pathNot: [part, ...allowed].map((name) => `^${name}/`) },
}))

function inPart(part, floor) {
  return `^${part}/(${floor.map((name) => (name.endsWith('/') ? name : `${name}\\.(d\\.)?[a-z]+$`)).join('|')})`
}

/** Rooms that export what others may use. */
const ROOMS_WITH_INDEX = ['contracts/control/', 'contracts/pact/', 'mock-server/openapi/']

const enteredByIndex = [
  ...ROOMS_WITH_INDEX.map((room) => [`^(client|contracts|mock-server)/`, room]),
  // What the other parts use of contracts/ is exported at its door.
  ['^(client|mock-server)/', 'contracts/[^/]+/'],
].map(([from, room]) => ({
  name: `${room} is entered by its index`,
  severity: 'error',
  from: { path: from, pathNot: `^${room}` },
  to: { path: `^${room}`, pathNot: '/index\\.ts$' },
}))

module.exports = {
  forbidden: [
    ...noOtherPart,
    ...noArrowUp,
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    ...enteredByIndex,
    {
      name: 'nobody imports the built package',
      severity: 'error',
      from: { path: '^(contracts|client|mock-server)/', pathNot: '^mock-server/package-json' },
      to: { path: '^(wechatpay-goldplan-mock|dist/)' },
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
