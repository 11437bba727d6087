import { isRunning, nameAndParent, processState } from '../store/running-process.ts'

const CHECK_MILLISECONDS = 250

/**
 * Calls back once when the parent of this process is gone. The shell of an npm script outlives a killed npm, so npm is watched, too.
 *
 * @param parent The process ID of the parent at the start.
 */
export function watchParents(parent: number, onGone: () => void): void {
  let npm: number | undefined
  // Keeps a second check, which may have begun before the first one ended, from calling back again.
  let isTold = false
  const finding = npmBehind(parent).then((pid) => {
    npm = pid
  })
  const timer = setInterval(async () => {
    await finding
    // On Windows, `process.ppid` stays the same after the parent is gone.
    const isGone = process.ppid !== parent || !isRunning(parent) || (npm !== undefined && (await hasEnded(npm)))
    if (!isGone || isTold) return
    isTold = true
    clearInterval(timer)
    onGone()
  }, CHECK_MILLISECONDS).unref()
}

/** The names of shells that npm may start scripts with. */
const SHELL = /^-?(?:sh|dash|ash|bash|zsh|ksh|busybox)$/

/** The process ID of a shell's parent, which is usually npm or npx; `undefined` when the process is not a shell, or npm did not start this process. */
async function npmBehind(pid: number): Promise<number | undefined> {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined
  const { name = '', parent = 0 } = await nameAndParent(pid)
  return SHELL.test(name) && parent > 1 ? parent : undefined
}

async function hasEnded(pid: number): Promise<boolean> {
  return !isRunning(pid) || (await processState(pid)).state === 'Z'
}
