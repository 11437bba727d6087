import { readFileSync } from 'node:fs'

/** The times in /proc are in clock ticks. One second has this many ticks (USER_HZ). */
const TICKS = 100

/** Returns the CPU time of a process and all its threads, in milliseconds. Returns `undefined` if /proc has no such process. */
export function cpuOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  // The second field is the process name in parentheses. The name may contain spaces.
  const [, , ...fields] = stat?.slice(stat.lastIndexOf(')')).split(' ') ?? []
  const [user, system] = fields.slice(10, 12).map(Number)
  return user === undefined || system === undefined ? undefined : ((user + system) * 1000) / TICKS
}

/** Returns the current and the highest memory of a process (RSS), in megabytes. Both are `undefined` if /proc has no such process. */
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
