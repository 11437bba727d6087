import { readFileSync } from 'node:fs'

/** Clock ticks per second in /proc (USER_HZ). */
const TICKS = 100

/** The CPU time of a process with all its threads, in milliseconds; `undefined` if /proc does not contain it. */
export function cpuOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  // The second field is the process name in parentheses, which may contain spaces.
  const [, , ...fields] = stat?.slice(stat.lastIndexOf(')')).split(' ') ?? []
  const [user, system] = fields.slice(10, 12).map(Number)
  return user === undefined || system === undefined ? undefined : ((user + system) * 1000) / TICKS
}

/** The memory of a process (RSS), now and at its maximum, in megabytes; `undefined` if /proc does not contain it. */
export function memoryOf(pid: number): { readonly now: number | undefined; readonly most: number | undefined } {
  const status = read(`/proc/${pid}/status`)
  const megabytes = (name: string) => {
    const [, kilobytes] = status?.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  }
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
