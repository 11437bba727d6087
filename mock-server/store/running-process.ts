import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What the operating system knows about a process. */
export interface ProcessState {
  /** The name of its program. The system may have shortened it. */
  readonly name?: string | undefined
  /** A letter. `Z` stands for a process that has ended, but whose parent has not asked for its exit code yet. */
  readonly state?: string | undefined
  readonly parent?: number | undefined
  /** When the process started, in clock ticks since the boot. */
  readonly start?: string | undefined
}

/**
 * Reads the state of a process. The result is empty where there is no /proc or no such process.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export async function processState(pid: number): Promise<ProcessState> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name of the program is in parentheses, and may contain spaces and parentheses.
  const [begin, end] = [text.indexOf('('), text.lastIndexOf(')')]
  if (begin < 0) return {}
  const fields = text.slice(end + 2).split(' ')
  return { name: text.slice(begin + 1, end), state: fields[0], parent: Number(fields[1]), start: fields[19] }
}

/**
 * Returns a text that identifies the PID namespace of this process: the boot ID of the kernel and the ID of the namespace. A process ID is
 * unique among the processes with the same text. Returns `undefined` where there is no /proc.
 *
 * @see https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
export async function processSpace(): Promise<string | undefined> {
  const parts = [readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readlink('/proc/self/ns/pid')]
  return Promise.all(parts).then(
    ([boot = '', namespace]) => `${boot.trim()} ${namespace}`,
    () => undefined,
  )
}

/** Whether a process with this ID exists. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM means that the process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The name and the parent of a process, from /proc or else from `ps`. */
export async function nameAndParent(pid: number): Promise<Pick<ProcessState, 'name' | 'parent'>> {
  const { name, parent } = await processState(pid)
  if (name !== undefined) return { name, parent }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=,comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  const [, ppid, command] = /^\s*(\d+)\s+(.*)$/m.exec(stdout) ?? []
  return { name: command?.replace(/^.*\//, ''), parent: ppid === undefined ? undefined : Number(ppid) }
}
