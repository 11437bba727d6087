import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { COMMAND } from '../../mock-server/command/command-test.ts'

interface Handler {
  readonly name: string
  /** The folder with the program. */
  readonly folder: string
  /** A command that succeeds when the toolchain is installed; left out when the program needs no toolchain. */
  readonly tool?: readonly string[]
  /** The command that prepares the program, for example by downloading its dependencies. */
  readonly prepare?: string
  readonly command: string
  /** Options of `notify check`. */
  readonly options?: readonly string[]
  /** The forged notifications that the handler accepts as genuine. docs/callback-handler.md lists the same forgeries for each SDK. */
  readonly believes?: readonly string[]
}

const GO = { tool: ['go', 'version'], prepare: 'go build -o handler .', command: './handler' } as const
const JAVA = {
  tool: ['mvn', '--version'],
  prepare: 'mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=classpath',
  command: 'java -cp "target/classes:$(cat classpath)" Handler',
} as const
const PYTHON = {
  tool: ['python3', '-m', 'venv', '--help'],
  prepare: 'python3 -m venv venv && venv/bin/pip install -q -r requirements.txt',
} as const
const NPM = { tool: ['npm', '--version'], prepare: 'npm install --no-audit --no-fund --no-package-lock' } as const
/** Runs the original program instead of its copy, so that Node finds the packages of this project. */
const inPlace = (file: string) => `${process.execPath} ${join(import.meta.dirname, file)}`

/** The forged notifications that a handler accepts as genuine if it decrypts notifications but does not verify their signatures. */
const WITHOUT_SIGNATURE = [
  'tampered_body',
  'other_body',
  'tampered',
  'probe',
  'missing_headers',
  'no_signature',
  'empty_headers',
  'expired',
  'future',
  'unknown_serial',
  'own_certificate',
]

const HANDLERS: readonly Handler[] = [
  { name: 'readNotification with Express', folder: 'node', command: inPlace('node/handler.mjs') },
  { name: 'cryptography for Python', folder: 'python', ...PYTHON, command: 'venv/bin/python handler.py' },
  { name: 'wechatpay-go', folder: 'go', ...GO },
  { name: 'openssl of PHP', folder: 'php', tool: ['php', '--version'], command: 'php -S 127.0.0.1:$PORT handler.php' },
  { name: 'wechatpay-java', folder: 'java', ...JAVA },
  {
    name: 'wechatpay-java, without the check of the timestamp',
    folder: 'java',
    ...JAVA,
    prepare: `sed -i '/getEpochSecond/d' src/main/java/Handler.java && ${JAVA.prepare}`,
    believes: ['expired', 'future'],
  },
  {
    name: 'wechatpayv3 with certificates',
    folder: 'python-sdk',
    ...PYTHON,
    command: 'venv/bin/python handler.py certificates',
    believes: ['expired', 'future'],
  },
  {
    name: 'wechatpayv3 with the public key',
    folder: 'python-sdk',
    ...PYTHON,
    command: 'venv/bin/python handler.py public-key',
    options: ['--public-key'],
    believes: ['expired', 'future'],
  },
  { name: 'gopay', folder: 'gopay', ...GO, believes: ['expired', 'future'] },
  {
    name: 'wechatpay-node-v3',
    folder: 'node-sdk',
    command: inPlace('node-sdk/handler.mjs'),
    believes: ['expired', 'future', 'wrong_key', 'other_associated_data'],
  },
  {
    name: 'wechatpay-axios-plugin, with the code from its README',
    folder: 'axios-plugin',
    command: `${inPlace('axios-plugin/handler.mjs')} readme`,
    believes: WITHOUT_SIGNATURE,
  },
  {
    name: 'wechatpay-axios-plugin, with its function that verifies signatures',
    folder: 'axios-plugin',
    command: `${inPlace('axios-plugin/handler.mjs')} verify`,
    believes: ['expired', 'future'],
  },
  {
    name: 'node-easywechat with serve()',
    folder: 'easywechat',
    ...NPM,
    command: `${process.execPath} handler.mjs serve`,
    believes: WITHOUT_SIGNATURE,
  },
  {
    name: 'node-easywechat with validate() and serve()',
    folder: 'easywechat',
    ...NPM,
    command: `${process.execPath} handler.mjs validate`,
    believes: ['future'],
  },
]

/** Whether this machine can run a program without a network. A handler that works without a network needs no other machine. */
const canIsolate = spawnSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up']).status === 0

/** Starts a handler with the keys of a mock server, waits until the handler listens, and runs `notify check` against it. */
const SCRIPT = `
${canIsolate ? 'ip link set lo up' : ''}
"$NODE" "$COMMAND" run --offline --log-level silent -- sh -c "exec $HANDLER" >&2 &
handler=$!
"$NODE" -e '
  const { connect } = require("node:net")
  const until = Date.now() + 60_000
  const attempt = () => connect(+process.env.PORT, "127.0.0.1").on("connect", () => process.exit()).on("error", () => (Date.now() < until ? setTimeout(attempt, 100) : process.exit(1)))
  attempt()'
"$NODE" "$COMMAND" notify check --url "http://127.0.0.1:$PORT/notify" --json "$@"
code=$?
kill "$handler"
wait "$handler"
exit "$code"
`

function checked(folder: string, { command, options = [] }: Handler) {
  const shell = ['sh', '-c', SCRIPT, 'sh', ...options]
  const [file = '', ...args] = canIsolate ? ['unshare', '-n', ...shell] : shell
  const PORT = String(canIsolate ? 3_000 : randomInt(10_000, 32_000))
  const env = { ...process.env, NODE: process.execPath, COMMAND, HANDLER: command, PORT, NODE_NO_WARNINGS: '1' }
  return spawnSync(file, args, { cwd: folder, env, encoding: 'utf8', timeout: 180_000 })
}

interface Copy {
  readonly copy: string
  /** Why the program could not be prepared; `undefined` when it was. */
  readonly problem: string | undefined
}

const copies = new Map<string, Promise<Copy>>()

/** Prepares each program once for all handlers that use it, because fetching packages takes long. */
function prepared(folder: string, prepare = 'true'): Promise<Copy> {
  const key = `${folder} ${prepare}`
  const copy = copies.get(key) ?? copyOf(folder, prepare)
  copies.set(key, copy)
  return copy
}

async function copyOf(folder: string, prepare: string): Promise<Copy> {
  const copy = await mkdtemp(join(tmpdir(), 'notify-'))
  await cp(join(import.meta.dirname, folder), copy, { recursive: true })
  const { status, stdout, stderr } = spawnSync('sh', ['-c', prepare], { cwd: copy, encoding: 'utf8' })
  return { copy, problem: status === 0 ? undefined : `${stdout}${stderr}`.slice(-200) }
}

afterAll(async () => {
  for (const { copy } of await Promise.all(copies.values())) await rm(copy, { recursive: true })
})

interface Outcome {
  readonly id: string
  readonly wanted: string
  readonly outcome: string
  readonly remark: string
}

describe.for(HANDLERS)('the handler with $name', { timeout: 600_000 }, (handler) => {
  const { folder, tool, prepare, believes = [] } = handler
  const hasTool = tool === undefined || spawnSync(tool[0] ?? '', tool.slice(1)).status === 0

  test(`believes ${believes.join(', ') || 'no forgery'}, and refuses no valid notification`, async (context) => {
    if (!hasTool) return context.skip(`${tool?.[0]} is missing`)
    const { copy, problem } = await prepared(folder, prepare)
    if (problem !== undefined) return context.skip(`preparation failed: ${problem}`)
    const { status, stdout, stderr } = checked(copy, handler)
    const cases: Outcome[] = JSON.parse(stdout || 'null')?.cases ?? []
    const ids = (wanted: string, outcome: string) =>
      cases.filter((one) => one.wanted === wanted && one.outcome === outcome).map(({ id }) => id)
    expect(
      { believes: ids('refuse', 'believed'), refuses: ids('believe', 'refused'), status, tried: cases.length },
      `${stderr}\n${cases.map(({ id, outcome, remark }) => `${id} ${outcome} ${remark}`).join('\n')}`,
    ).toEqual({ believes, refuses: [], status: believes.length > 0 ? 1 : 0, tried: 22 })
  })
})
