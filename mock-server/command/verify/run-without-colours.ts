import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters, styleText } from 'node:util'
import { printable } from '../printable.ts'

/**
 * Whether the command has to run in a child process. This is the case when stdout should have no colours. Pact's native library writes
 * colours directly to stdout, so only a parent process can remove them.
 *
 * A process with an IPC channel to its parent needs no child: it is the child already, or a test runner started it.
 */
export function needsAnotherProcess(): boolean {
  const showsColours = styleText('red', 'x', { stream: process.stdout }) !== 'x'
  return !showsColours && process.send === undefined
}

/** Runs the command line of this process in a child process, and prints the child's stdout without colours. */
export async function runWithoutColours(): Promise<void> {
  const [, file = '', ...args] = process.argv
  const child = fork(file, args, { stdio: ['inherit', 'pipe', 'inherit', 'ipc'] })
  const closed = once(child, 'close')
  // Ctrl-C reaches both processes. SIGTERM and SIGHUP may reach only this process, so they end the child here.
  process.once('SIGTERM', () => child.kill()).once('SIGHUP', () => child.kill())
  if (child.stdout)
    for await (const line of createInterface(child.stdout)) process.stdout.write(`${printable(stripVTControlCharacters(line))}\n`)
  const [code] = await closed
  process.exitCode = code ?? 1
}

/**
 * Runs `work`, and kills this process at once if its parent process ends meanwhile. Otherwise, a child whose parent was killed would
 * continue and publish results. SIGKILL is used, because an ordinary exit would wait for Pact's native library. The library may wait for a
 * Broker.
 */
export async function whileParentLives<Result>(work: () => Promise<Result>): Promise<Result> {
  const exit = () => process.kill(process.pid, 'SIGKILL')
  process.once('disconnect', exit)
  try {
    return await work()
  } finally {
    process.off('disconnect', exit)
  }
}
