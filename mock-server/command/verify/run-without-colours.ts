import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters, styleText } from 'node:util'
import { printable } from '../printable.ts'

/**
 * Whether a child process has to write the report. Pact's native library writes colours to stdout itself, so a parent process has to remove
 * them. A process with a channel to its parent is that child already, or belongs to a test runner.
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
  // Ctrl-C reaches both processes, but SIGTERM and SIGHUP may reach only this one.
  process.once('SIGTERM', () => child.kill()).once('SIGHUP', () => child.kill())
  if (child.stdout)
    for await (const line of createInterface(child.stdout)) process.stdout.write(`${printable(stripVTControlCharacters(line))}\n`)
  const [code] = await closed
  process.exitCode = code ?? 1
}

/**
 * Runs `work`, but ends at once when the parent process is gone. Without this, a child whose parent was killed would continue and publish results.
 * The process kills itself, because an ordinary exit would wait for Pact's native library, which may wait for a Broker.
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
