import { randomUUID } from 'node:crypto'
import { hostname, uptime } from 'node:os'
import { isRunning, processSpace, processState } from './running-process.ts'

/** The process that a lock names. */
export interface Holder {
  readonly pid: number
  readonly host: string
  /** The space in which the process ID is unique; see {@link processSpace}. Two containers or machines may have the same host name. */
  readonly space?: string | undefined
  /** When the process started, in clock ticks since the boot; known only on Linux. A later process with the same ID started at another time. */
  readonly start?: string | undefined
  /** When the process took the lock: RFC 3339. */
  readonly time: string
  /** Tells two servers in one process apart when they try to take the lock at the same time. */
  readonly id?: string | undefined
}

/** Describes a process in a message to a user. */
export function nameOf({ pid, host }: Holder, isHere: boolean): string {
  if (isHere) return `process ${pid}`
  return `process ${pid} ${host === hostname() ? 'in another container or on another machine of the same name' : `on ${host}`}`
}

/** Describes this process, with a new `id` for each lock. */
export async function thisProcess(): Promise<Holder> {
  const { pid } = process
  const [space, { start }] = await Promise.all([processSpace(), processState(pid)])
  return { pid, host: hostname(), space, start, time: new Date().toISOString(), id: randomUUID() }
}

/** Reads the text of a lock. Returns `undefined` if the text names no process, for example because the machine stopped during the write. */
export function holderIn(text: string): Holder | undefined {
  try {
    const holder: Partial<Holder> | null = JSON.parse(text)
    return Number.isInteger(holder?.pid) && Number(holder?.pid) > 0 ? (holder as Holder) : undefined
  } catch {
    return undefined
  }
}

/** Whether the process that a lock names is on this machine and in this container, so that its ID can be looked up here. */
export async function isHere({ host, space }: Holder): Promise<boolean> {
  const own = await processSpace()
  return host === hostname() && (space === undefined || own === undefined || space === own)
}

/** Whether the process that a lock names still runs. The process must be on this machine and in this container. */
export async function stillRuns({ pid, start, time }: Holder): Promise<boolean> {
  const { state, start: startNow } = await processState(pid)
  // `Z` stands for a process that has ended, but whose parent has not asked for its exit code yet.
  if (!isRunning(pid) || state === 'Z') return false
  if (start !== undefined && startNow !== undefined) return start === startNow
  // If a start time is unknown, the process counts as the holder when the lock was taken after the last boot.
  const boot = Date.now() - uptime() * 1000
  return Date.parse(time) >= boot
}
