import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { watchParents } from '../watch-parents.ts'
import { endWithUs } from './end-with-us.ts'

/** Signals that are passed on to the program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** How long a program that was told to stop may take before it is killed. */
const STOP_MILLISECONDS = 10_000

/** The same when nobody waits for it any more. */
const ORPHAN_MILLISECONDS = 1_000

/**
 * Runs a program and waits for its end. Signals are passed on to it and to all that it started; if it does not stop in time, it is killed. It is
 * also ended when this process is killed or its parent is gone.
 *
 * @param parent The process ID of the parent at the start.
 * @returns Its exit code; 128 and the number of the signal that ended it.
 * @throws {Error} When it can't be started (`code` such as `ENOENT`).
 */
export async function runChild([file = '', ...args]: readonly string[], environment: NodeJS.ProcessEnv, parent: number): Promise<number> {
  // In a terminal, Ctrl-C reaches the program by itself, and one in a group of its own could not read the keyboard.
  const isGroup = !process.stdin.isTTY && process.platform !== 'win32'
  const child = spawn(file, args, { stdio: 'inherit', env: environment, detached: isGroup, shell: process.platform === 'win32' })
  const pass = (signal: NodeJS.Signals) => end(child, signal, isGroup, STOP_MILLISECONDS)
  for (const signal of SIGNALS) process.on(signal, pass)
  watchParents(parent, () => end(child, 'SIGTERM', isGroup, ORPHAN_MILLISECONDS))
  const ended = child.pid === undefined ? () => undefined : endWithUs(isGroup ? -child.pid : child.pid)
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.once('error', reject)
  child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  try {
    return await promise
  } finally {
    ended()
    if (isGroup && child.pid !== undefined) killGroup(child.pid, 'SIGTERM')
    for (const signal of SIGNALS) process.off(signal, pass)
  }
}

function end(child: ReturnType<typeof spawn>, signal: NodeJS.Signals, isGroup: boolean, milliseconds: number): void {
  const send = (name: NodeJS.Signals) => (isGroup && child.pid !== undefined ? killGroup(child.pid, name) : child.kill(name))
  send(signal)
  setTimeout(() => send('SIGKILL'), milliseconds).unref()
}

/** Signals a process and everything in its group; nothing happens when it has ended. */
function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // All have ended.
  }
}
