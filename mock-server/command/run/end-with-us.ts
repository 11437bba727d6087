import { spawn } from 'node:child_process'

/**
 * A shell script that waits for a line. `gone` ends the script. `left` says that the program has ended and that the rest of its group has
 * received SIGTERM; the script kills the rest a second later. If the process that started the script ends, even by kill -9, the input ends
 * without a line; the script then ends the program.
 */
const WATCHER = 'read -r what || kill -s TERM -- "$1"; [ "$what" = gone ] && exit; sleep 1; kill -s KILL -- "$1"'

/**
 * Ends a program when this process is killed. A killed process can't do that itself, so a small shell in its own session does it. On
 * Windows, does nothing.
 *
 * @param target The process ID; negative for the group with this ID.
 * @returns A function to call when the program has ended. Its argument says whether processes of the group are left. If so, these are
 * killed a second later.
 */
export function endWithUs(target: number): (what: 'left' | 'gone') => void {
  if (process.platform === 'win32') return () => undefined
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'sh', String(target)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
  watcher.on('error', () => undefined).unref()
  watcher.stdin.on('error', () => undefined)
  return (what) => void watcher.stdin.end(`${what}\n`)
}
