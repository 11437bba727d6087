import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMAND } from '../../mock-server/command/command-test.ts'

/** Programs in other languages with an SDK of their own, which no test changes. */
interface Program {
  readonly name: string
  /** The folder with the program. */
  readonly folder: string
  /** Whether the toolchain is here. */
  readonly tool: readonly string[]
  /** Gets what the program needs from the registry of its language. */
  readonly prepare: readonly string[]
  readonly command: readonly string[]
}

const PROGRAMS: readonly Program[] = [
  {
    name: 'wechatpay-go',
    folder: 'go',
    tool: ['go', 'version'],
    prepare: ['go', 'test', '-run', 'none', './...'],
    command: ['go', 'test', '-count=1', './...'],
  },
  {
    name: 'wechatpay-java',
    folder: 'java',
    tool: ['mvn', '--version'],
    // Runs no test, but loads everything that running one needs.
    prepare: ['mvn', '-q', '-B', 'test', '-Dtest=None', '-Dsurefire.failIfNoSpecifiedTests=false'],
    command: ['mvn', '-q', '-B', '-o', 'test'],
  },
  {
    name: 'wechatpayv3 with requests and httpx',
    folder: 'python',
    tool: ['python3', '-m', 'venv', '--help'],
    prepare: ['sh', '-c', 'python3 -m venv venv && venv/bin/pip install -q -r requirements.txt'],
    command: ['venv/bin/pytest', '-q', '-p', 'no:cacheprovider', 'test_goldplan.py'],
  },
]

/** Whether a program can be cut off from every network, which shows that nothing leaves the machine. */
const canIsolate = spawnSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up']).status === 0

function isolated(command: readonly string[]): readonly string[] {
  return canIsolate ? ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command] : command
}

function runIn(folder: string, [file = '', ...args]: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8', timeout: 600_000 })
  return { status, output: `${stdout}${stderr}` }
}

describe('an unchanged program', () => {
  test.for(PROGRAMS)(
    'that calls WeChat Pay with $name reaches the server, without any network',
    { timeout: 900_000 },
    async (program, context) => {
      const { folder, tool, prepare, command } = program
      if (spawnSync(tool[0] ?? '', tool.slice(1)).status !== 0) return context.skip(`${tool[0]} is missing`)
      const copy = await mkdtemp(join(tmpdir(), `unchanged-${folder}-`))
      await cp(join(import.meta.dirname, folder), copy, { recursive: true })
      const prepared = runIn(copy, prepare)
      if (prepared.status !== 0) return context.skip(`its packages can't be fetched: ${prepared.output.slice(-200)}`)
      const { status, output } = runIn(
        copy,
        isolated([process.execPath, COMMAND, 'run', '--offline', '--log-level', 'warn', '--', ...command]),
      )
      expect(status, output).toBe(0)
      await rm(copy, { recursive: true })
    },
  )

  test('that calls WeChat Pay with SDKs for Node reaches the server, without any network', () => {
    const program = join(import.meta.dirname, 'node/goldplan.mjs')
    expect(existsSync(program)).toBe(true)
    const command = [process.execPath, COMMAND, 'run', '--offline', '--log-level', 'warn', '--', process.execPath, '--test', program]
    const { status, output } = runIn(import.meta.dirname, isolated(command))
    expect(status, output).toBe(0)
  })
})
