import { Buffer } from 'node:buffer'
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { developmentKeys } from '../../../contracts/index.ts'

/** A user's command that signs requests. */
export interface Signer {
  /** Runs the command for a request. Several runs may go on at once. */
  run(request: SignerRequest): Promise<SignerRun>
  /** Ends all runs. */
  stop(): void
}

/** A request to sign, taken from a golden vector (测试向量). */
export interface SignerRequest {
  readonly name: string
  readonly request: { readonly method: string; readonly target: string; readonly body: string }
  readonly timestamp: string
  readonly nonce_str: string
  /** The time of the gateway's clock, in seconds since 1970. */
  readonly now: number
}

/** What a run printed, and how it ended. */
export interface SignerRun {
  readonly stdout: string
  readonly stderr: string
  /**
   * The exit code. If a signal ended the command, it is 128 plus the number of the signal. `timeout` or `flood` (too much on stdout) says
   * why the run was stopped. An error says why the command did not start.
   */
  readonly end: number | 'timeout' | 'flood' | Error
}

/** How many bytes from the end of each stream are kept. An Authorization header is about a hundredth as long. */
export const KEPT_BYTES = 65_536

/**
 * A signer that runs a command line in the shell.
 *
 * @param timeout The time limit of a run, in milliseconds.
 */
export function createSigner(command: string, timeout: number): Signer {
  const running = new Set<ChildProcess>()
  return {
    async run(request) {
      try {
        // A detached process leads its own process group, so that it can be ended with its children. Ctrl-C does not reach that group.
        const child = spawn(command, { shell: true, detached: process.platform !== 'win32', windowsHide: true })
        running.add(child)
        return await waitFor(child, stdinOf(request), timeout).finally(() => running.delete(child))
      } catch (error) {
        return { stdout: '', stderr: '', end: error instanceof Error ? error : new Error(String(error)) }
      }
    },
    stop: () => running.forEach(killTree),
  }
}

function stdinOf({ request: { method, target, body }, timestamp, nonce_str }: SignerRequest): string {
  const { mchid, serial: serial_no, privateKey: private_key } = developmentKeys.merchant
  return `${JSON.stringify({ mchid, serial_no, private_key, method, target, timestamp, nonce_str, body })}\n`
}

async function waitFor(child: ChildProcessWithoutNullStreams, stdin: string, timeout: number): Promise<SignerRun> {
  let stopped: 'timeout' | 'flood' | undefined
  const stop = (why: 'timeout' | 'flood') => {
    stopped ??= why
    killTree(child)
    // A child process that left the process group may keep the streams open.
    for (const stream of [child.stdout, child.stderr]) stream.destroy()
  }
  const [stdout, stderr] = [endOf(child.stdout, () => stop('flood')), endOf(child.stderr)]
  const timer = setTimeout(stop, timeout, 'timeout')
  // Ignores the error that occurs when the command ends before it has read its whole input.
  child.stdin.on('error', () => undefined).end(stdin)
  const code = await exitCode(child).finally(() => clearTimeout(timer))
  return { stdout: stdout(), stderr: stderr(), end: stopped ?? code }
}

/** Keeps the last bytes of a stream. Returns a function that reads them as text. */
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

/** Ends a process and its children. On systems other than Windows, the process must lead a process group. */
function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () => undefined)
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The process group has ended already.
  }
}
