import { readFileSync } from 'node:fs'

/** How many clock ticks a second has in /proc: the same on every Linux that Node runs on. */
const TICKS = 100

/** The CPU time that a process has used with all its threads, in milliseconds; `undefined` where there is no /proc. */
export function cpuOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  // The second field is the name in brackets, which may hold spaces.
  const [, , ...fields] = stat?.slice(stat.lastIndexOf(')')).split(' ') ?? []
  const [user, system] = fields.slice(10, 12).map(Number)
  return user === undefined || system === undefined ? undefined : ((user + system) * 1000) / TICKS
}

/** The memory that a process holds (RSS), and the most it ever held, in megabytes; `undefined` where there is no /proc. */
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
