import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { MockCredentials } from '../../mock-server/index.ts'
import { COMMAND } from '../started-command.ts'

/** A server in its own process, which runs in an empty folder. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number
  readonly credentials: MockCredentials
  /** Returns the bugs that the process logged to stderr and, if the process has ended, how it ended. Returns '' otherwise. */
  trouble(): Promise<string>
  /** Ends the process without giving it time to write anything. */
  kill(): Promise<void>
}

/**
 * Starts the server on a free port, with the given command-line options.
 *
 * @throws {Error} When the server ends before it is ready. The message is the text that the server wrote to stderr.
 */
export async function startServer(...options: readonly string[]): Promise<ServerProcess> {
  return startProgram(COMMAND, '--port', '0', '--json', '--log-level', 'error', ...options)
}

/**
 * Starts a program that prints the credentials of its server as a line of JSON.
 *
 * @param program The path of a script for Node.js.
 * @throws {Error} When the program ends before it has printed the credentials. The message is the text that it wrote to stderr.
 */
export async function startProgram(program: string, ...options: readonly string[]): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'))
  const child = spawn(process.execPath, [program, ...options], {
    cwd: folder,
    env: { ...withoutSettings(process.env), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  const endWithUs = () => child.kill('SIGKILL') && removeFolder()
  process.once('exit', endWithUs)
  child.once('exit', () => process.removeListener('exit', endWithUs))
  const errors: string[] = []
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => errors.push(chunk))
  const kill = () => end(child, folder)
  const credentials = await firstLine(child).catch(async () => {
    await kill()
    throw new Error(errors.join('').trim())
  })
  return {
    pid: child.pid ?? 0,
    credentials: JSON.parse(credentials),
    async trouble() {
      // Text that the server wrote before its last answer may still be on its way to this process.
      await setTimeout(50)
      return [...errors, ...(isRunning(child) ? [] : [`it ended with ${child.exitCode ?? child.signalCode}`])].join('').trim()
    },
    kill,
    [Symbol.asyncDispose]: kill,
  }
}

/** Removes the environment variables by which the caller's shell could change how the program runs. */
function withoutSettings(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/^(GOLDPLAN_MOCK_|NODE_OPTIONS$|FORCE_COLOR$)/.test(name)))
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('it has no stdout')
  let line = ''
  for await (const chunk of stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    line += chunk
    if (line.endsWith('\n')) return line
  }
  throw new Error('it ended before it was ready')
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (isRunning(child)) {
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
  }
  await rm(folder, { recursive: true, force: true })
}
