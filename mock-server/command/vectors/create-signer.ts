import { Buffer } from 'node:buffer'
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { killTree } from './kill-tree.ts'

/** Someone's command that signs requests. */
export interface Signer {
  /** Runs it once, with this on stdin. It may run several times at once. */
  run(stdin: string): Promise<SignerRun>
  /** Ends all that run. */
  stop(): void
}

/** What a signer left. */
export interface SignerRun {
  readonly stdout: string
  readonly stderr: string
  /** Its exit code, as a shell gives it; or why it has none. */
  readonly end: number | 'timeout' | 'flood' | Error
}

/** What is kept of either stream, its end; a header takes a hundredth of it. */
export const KEPT_BYTES = 65_536

/**
 * A signer that is a command line of the shell.
 *
 * @param timeout How long it may run, milliseconds.
 */
export function createSigner(command: string, timeout: number): Signer {
  const running = new Set<ChildProcess>()
  return {
    async run(stdin) {
      try {
        // In a group of its own, so that it can be ended with its children; where it is out of reach of Ctrl-C, too.
        const child = spawn(command, { shell: true, detached: process.platform !== 'win32', windowsHide: true })
        running.add(child)
        return await waitFor(child, stdin, timeout).finally(() => running.delete(child))
      } catch (error) {
        return { stdout: '', stderr: '', end: error instanceof Error ? error : new Error(String(error)) }
      }
    },
    stop: () => running.forEach(killTree),
  }
}

async function waitFor(child: ChildProcessWithoutNullStreams, stdin: string, timeout: number): Promise<SignerRun> {
  let stopped: 'timeout' | 'flood' | undefined
  const stop = (why: 'timeout' | 'flood') => {
    stopped ??= why
    killTree(child)
    // A child that left the group may hold them open.
    for (const stream of [child.stdout, child.stderr]) stream.destroy()
  }
  const [stdout, stderr] = [endOf(child.stdout, () => stop('flood')), endOf(child.stderr)]
  const timer = setTimeout(stop, timeout, 'timeout')
  // It may end without having read all.
  child.stdin.on('error', () => undefined).end(stdin)
  const code = await exitCode(child).finally(() => clearTimeout(timer))
  return { stdout: stdout(), stderr: stderr(), end: stopped ?? code }
}

/** Gathers the end of a stream. */
function endOf(stream: Readable, onMore?: () => void): () => string {
  let kept = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    const all = Buffer.concat([kept, chunk])
    if (all.length > KEPT_BYTES) onMore?.()
    kept = all.subarray(-KEPT_BYTES)
  })
  return () => kept.toString()
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals]
  return code ?? 128 + constants.signals[signal]
}
