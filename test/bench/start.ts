import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { errorMessage } from '../../contracts/error-message.ts'
import { freePort } from '../free-port.ts'
import { send } from '../send.ts'
import type { WireRequest } from '../signed-request.ts'
import type { Candidate } from './candidate.ts'
import { signedNow } from './signed-requests.ts'

/** A server that the benchmark has started and now measures. */
export interface Running extends AsyncDisposable {
  readonly candidate: Candidate
  readonly pid: number
  readonly url: string
  /** The time from the start of the process to its first answer with status 200, in milliseconds. */
  readonly ready: number
}

const DEADLINE = 60_000

/**
 * Starts a server in a new temporary folder, and waits for its first answer with status 200.
 *
 * @throws {Error} When the server stops or is not ready in time. The message contains the last line that the server printed.
 */
export async function start(candidate: Candidate): Promise<Running> {
  const request = candidate.request ?? (await signedNow())
  const port = await freePort()
  const command = candidate.command(port)
  const folder = await mkdtemp(join(tmpdir(), 'goldplan-bench-'))
  const url = `http://127.0.0.1:${port}`
  const started = performance.now()
  const child = spawnIn(folder, command, candidate.variables?.(folder))
  const stop = () => end(child, folder)
  try {
    await firstAnswer(url, request, child)
  } catch (error) {
    const said = lastLine(join(folder, LOG))
    await stop()
    throw new Error(`${errorMessage(error)}${said && `: ${said}`}`, { cause: error })
  }
  return { candidate, pid: child.pid ?? 0, url, ready: performance.now() - started, [Symbol.asyncDispose]: stop }
}

const LOG = 'output.log'

/** Starts the process in the folder. The process writes its output to a file, because reading a pipe would disturb the measurement. */
function spawnIn(folder: string, command: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
  const log = openSync(join(folder, LOG), 'w')
  const child = spawn(process.execPath, [...command], {
    cwd: folder,
    env: { ...withoutSettings(process.env), SCARF_ANALYTICS: 'false', ...variables },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  // If the benchmark exits early, this ends the process and removes the folder.
  const kill = () => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
  return child
}

/** Returns the environment variables without those that would change the results. */
function withoutSettings(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/^(GOLDPLAN_MOCK_|NODE_OPTIONS$|NODE_ENV$)/.test(name)))
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const giveUp = new AbortController()
    const late = setTimeout(5_000, undefined, { signal: giveUp.signal }).then(() => child.kill('SIGKILL'))
    late.catch(() => undefined)
    await exit
    giveUp.abort()
  }
  await rm(folder, { recursive: true, force: true })
}

/** Sends the request again and again until the answer has status 200. The pauses are short, because this time is measured. */
async function firstAnswer(url: string, request: WireRequest, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + DEADLINE
  let status: number | undefined
  while (status !== 200) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the server stopped before it answered')
    if (performance.now() > deadline) throw new Error(`the server was not ready after ${DEADLINE / 1000} s (status ${status ?? 'none'})`)
    status = await send(url, request).then((answer) => answer.status, nobodyListens)
    if (status !== 200) await setTimeout(2)
  }
}

function nobodyListens(): undefined {}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1)?.slice(0, 200) ?? ''
}
