import { isRunning, nameAndParent, processState } from '../store/running-process.ts'

const CHECK_MILLISECONDS = 250

/**
 * Calls `onGone` once when the parent of this process has ended. When npm runs a script, the parent is a shell, which outlives a killed
 * npm. So npm is watched, too.
 *
 * @param parent The process ID of the parent at the start.
 */
export function watchParents(parent: number, onGone: () => void): void {
  let npm: number | undefined
  // Two checks may run at the same time. This variable prevents a second call of `onGone`.
  let isTold = false
  const finding = npmBehind(parent).then((pid) => {
    npm = pid
  })
  const timer = setInterval(async () => {
    await finding
    // On Windows, `process.ppid` stays the same after the parent has ended, so `isRunning` checks the parent, too.
    const isGone = process.ppid !== parent || !isRunning(parent) || (npm !== undefined && (await hasEnded(npm)))
    if (!isGone || isTold) return
    isTold = true
    clearInterval(timer)
    onGone()
  }, CHECK_MILLISECONDS).unref()
}

/** Matches the name of a shell in which npm may run a script. */
const SHELL = /^-?(?:sh|dash|ash|bash|zsh|ksh|busybox)$/

/**
 * Returns the process ID of a shell's parent, which is usually npm or npx. Returns `undefined` when `pid` is not a shell, or when npm did
 * not start this process.
 */
async function npmBehind(pid: number): Promise<number | undefined> {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined
  const { name = '', parent = 0 } = await nameAndParent(pid)
  return SHELL.test(name) && parent > 1 ? parent : undefined
}

async function hasEnded(pid: number): Promise<boolean> {
  return !isRunning(pid) || (await processState(pid)).state === 'Z'
}
