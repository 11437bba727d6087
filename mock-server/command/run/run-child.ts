import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { watchParents } from '../watch-parents.ts'
import { endWithUs } from './end-with-us.ts'

/** Signals that are passed on to the program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Signals that a key in a terminal sends to the program as well as to this process. */
const KEYBOARD_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT']

/** The time that a program gets to stop before it is killed. */
const STOP_MILLISECONDS = 10_000

/** The time that a program gets to stop when the parent of this process is gone. */
const ORPHAN_MILLISECONDS = 1_000

/** How to watch a program. By default, the program uses the terminal of this process. */
export interface Watching {
  /** Called with each piece of the program's output. If it is given, the output does not reach the terminal. */
  readonly onOutput?: (text: string) => void
  /** Kills the program when aborted. */
  readonly signal?: AbortSignal
  /** The process ID of the parent that this process had when it started. */
  readonly parent?: number
}

/**
 * Runs a program and waits for its end. Passes signals on to the program. If the program does not stop in time, kills it and says so on
 * stderr.
 *
 * Also ends the program when the parent of this process is gone. Except on Windows, ends the program when this process is killed, too.
 *
 * The program usually gets its own process group. The whole group gets the signals and ends with the program. A program that uses the
 * terminal, or that runs on Windows, gets no group.
 *
 * @returns The program's exit code, or 128 plus the number of the signal that ended the program.
 * @throws {Error} When the program can't be started (`code` such as `ENOENT`).
 */
export async function runChild(
  [file = '', ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
  { onOutput, signal: ending, parent = process.ppid }: Watching = {},
): Promise<number> {
  // A program that uses the terminal gets no group of its own: Ctrl-C reaches it anyway, and in a group it could not read the keyboard.
  const isGroup = (onOutput !== undefined || !process.stdin.isTTY) && process.platform !== 'win32'
  const output = onOutput ? 'pipe' : 'inherit'
  const child = spawn(file, args, {
    stdio: [onOutput ? 'ignore' : 'inherit', output, output],
    env: environment,
    detached: isGroup,
    shell: process.platform === 'win32',
  })
  const isReached = (signal: NodeJS.Signals) => !isGroup && process.stdin.isTTY && KEYBOARD_SIGNALS.includes(signal)
  const pass = (signal: NodeJS.Signals) => {
    // A program that gets Ctrl-C twice often stops without cleaning up.
    if (!isReached(signal)) send(child, signal, isGroup)
    killLater(child, signal, isGroup, STOP_MILLISECONDS)
  }
  const kill = () => send(child, 'SIGKILL', isGroup)
  for (const signal of SIGNALS) process.on(signal, pass)
  ending?.addEventListener('abort', kill)
  watchParents(parent, () => {
    send(child, 'SIGTERM', isGroup)
    killLater(child, 'SIGTERM', isGroup, ORPHAN_MILLISECONDS)
  })
  const ended = child.pid === undefined ? () => undefined : endWithUs(isGroup ? -child.pid : child.pid)
  for (const output of [child.stdout, child.stderr]) output?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text))
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.once('error', reject)
  child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  try {
    return await promise
  } finally {
    ended(isGroup && child.pid !== undefined && killGroup(child.pid, 'SIGTERM') ? 'left' : 'gone')
    ending?.removeEventListener('abort', kill)
    for (const signal of SIGNALS) process.off(signal, pass)
    await rest(child)
    // A program with `onOutput` is run many times, so processes of its group that ignore SIGTERM would accumulate.
    if (onOutput !== undefined) kill()
  }
}

/** The time to wait for the rest of a program's output. It is limited, because a process that left the group can keep the output open. */
const REST_MILLISECONDS = 1_000

async function rest({ stdout, stderr }: ChildProcess): Promise<void> {
  const open = [stdout, stderr].filter((output) => output !== null && !output.closed)
  const limit = new AbortController()
  await Promise.race([
    Promise.all(open.map((output) => once(output as NonNullable<typeof output>, 'close'))),
    wait(REST_MILLISECONDS, undefined, { signal: limit.signal }).catch(() => undefined),
  ])
  limit.abort()
  for (const output of open) output?.destroy()
}

function killLater(child: ChildProcess, signal: NodeJS.Signals, isGroup: boolean, milliseconds: number): void {
  const kill = () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const [file] = child.spawnargs
    console.error(`${file} did not end within ${milliseconds / 1000} s of ${signal}, so it is killed (未在限定时间内结束，强制结束)`)
    send(child, 'SIGKILL', isGroup)
  }
  setTimeout(kill, milliseconds).unref()
}

function send(child: ChildProcess, signal: NodeJS.Signals, isGroup: boolean): void {
  if (isGroup && child.pid !== undefined) killGroup(child.pid, signal)
  else child.kill(signal)
}

/** Sends a signal to a process group. Returns whether the group had a process. */
function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
