import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import stringWidth from 'string-width'
import { test as base, expect, vi } from 'vitest'
import { runCommand } from '../../../mock-server/command/run-command.ts'
import type { MockCredentials } from '../../../mock-server/index.ts'
import { EVERY } from '../../every.ts'
import { COMMAND } from '../../started-command.ts'

export { COMMAND } from '../../started-command.ts'

// The tests do not depend on the locale of this machine, or on variables for another mock server.
process.env['LC_ALL'] = 'C'
for (const name of Object.keys(process.env)) if (name.startsWith('GOLDPLAN_MOCK_')) delete process.env[name]

// One test process runs many commands, and each command adds a listener for the exit of the process.
process.setMaxListeners(1_000)

/** The exit code and the output of a command. */
export interface Finished<Code = number | null> {
  readonly code: Code
  readonly stdout: string
  readonly stderr: string
}

interface Fixtures {
  /** The folder that the command runs in. The folder is removed at the end of the test. */
  folder: string
  /** Additional environment variables for the command. A test adds them to this object. */
  variables: Record<string, string>
  /** Starts the command in `folder`. */
  start: (...options: string[]) => ChildProcess
  /** Runs the command until it ends. */
  run: (...options: string[]) => Promise<Finished>
  /** Runs the command in the test process, which is faster than `run`. When EVERY is set, does the same as `run`. */
  quickRun: (...options: string[]) => Promise<Finished>
}

/** A test that can run the real command. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'command-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  variables: async ({}, use) => use({}),
  start: async ({ folder, variables }, use) => {
    const children: ChildProcess[] = []
    await use((...options) => {
      const child = spawn(process.execPath, [COMMAND, ...options], {
        cwd: folder,
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...variables },
      })
      children.push(child)
      return child
    })
    const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    await Promise.all(running.map(async (child) => child.kill('SIGKILL') && once(child, 'close')))
  },
  run: async ({ start }, use) => {
    await use(async (...options) => {
      const child = start(...options)
      const [stdout, stderr, [code]] = await Promise.all([text(out(child)), text(err(child)), once(child, 'close')])
      return { code, stdout, stderr }
    })
  },
  quickRun: async ({ folder, variables, run }, use) => {
    await use(EVERY ? run : async (...options) => runHere(options, folder, variables))
  },
})

async function runHere(options: readonly string[], folder = process.cwd(), variables = {}): Promise<Finished<number>> {
  const directory = process.cwd()
  const { exitCode } = process
  const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const help = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const complain = vi.spyOn(console, 'error').mockImplementation((line) => process.stderr.write(`${line}\n`))
  for (const [name, value] of Object.entries<string>(variables)) vi.stubEnv(name, value)
  process.chdir(folder)
  process.exitCode = 0
  try {
    await runCommand(['node', 'wechatpay-goldplan-mock', ...options])
    const [stdout, stderr] = [print, help].map(({ mock }) => mock.calls.map(([chunk]) => chunk).join('')) as [string, string]
    return { code: Number(process.exitCode), stdout, stderr }
  } finally {
    process.chdir(directory)
    process.exitCode = exitCode
    if (Object.keys(variables).length > 0) vi.unstubAllEnvs()
    for (const spy of [print, help, complain]) spy.mockRestore()
  }
}

/** Returns the error message of a refused command line. Many tests call this, so the command runs in the test process, which is fast. */
export async function complaintAbout(...options: string[]): Promise<string> {
  const { code, stderr } = await runHere(options)
  // When `explain` refuses the command line, it exits with 2, because 1 means that the explained request is invalid.
  expect(code).toBe(options[0] === 'explain' ? 2 : 1)
  return stderr
}

/** Returns the output of an accepted command line. Many tests call this, so the command runs in the test process, which is fast. */
export async function outputOf(...options: string[]): Promise<{ stdout: string; code: number }> {
  const { code, stdout, stderr } = await runHere(options)
  expect(stderr).toBe('')
  return { stdout, code }
}

/** The stream that the command prints to. */
export function out({ stdout }: ChildProcess) {
  if (!stdout) throw new Error('the command has no stdout')
  return stdout
}

/** The stream that the command logs to. */
export function err({ stderr }: ChildProcess) {
  if (!stderr) throw new Error('the command has no stderr')
  return stderr
}

/** Reads a stream until the text `end` has arrived. Returns everything that was read. */
export async function until(stream: Readable, end: string): Promise<string> {
  let collected = ''
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    collected += chunk
    if (collected.includes(end)) return collected
  }
  throw new Error(`ended without ${JSON.stringify(end)}: ${collected}`)
}

/** The credentials that `--json` prints when the server is ready. */
export async function credentialsOf(child: ChildProcess): Promise<MockCredentials> {
  return JSON.parse(await until(out(child), '\n'))
}

/** The lines that don't fit a terminal of 80 columns. */
export function tooWide(printed: string): string[] {
  return printed.split('\n').filter((line) => stringWidth(line) > 80)
}
