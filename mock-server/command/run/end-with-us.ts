import { spawn } from 'node:child_process'

/**
 * A shell script that ends a program. `$1` is the `target` of {@link endWithUs}. The script reads one line from its input:
 *
 * - `gone`: the program has ended. The script ends.
 * - `left`: the program has ended, but other processes of its group are left. The script kills them a second later.
 * - no line, because the process that started the script has ended: the script sends SIGTERM to the program, and SIGKILL a second later.
 */
const WATCHER = 'read -r what || kill -s TERM -- "$1"; [ "$what" = gone ] && exit; sleep 1; kill -s KILL -- "$1"'

/**
 * Ends a program when this process is killed. A killed process can't do that itself, so a small shell in its own session does it. On
 * Windows, does nothing.
 *
 * @param target The process ID of the program. To end its whole process group, the negative ID of the group.
 * @returns A function to call when the program has ended. `left`: processes of the group are left; they are killed a second later. `gone`:
 * none are left.
 */
export function endWithUs(target: number): (what: 'left' | 'gone') => void {
  if (process.platform === 'win32') return () => undefined
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'sh', String(target)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
  watcher.on('error', () => undefined).unref()
  watcher.stdin.on('error', () => undefined)
  return (what) => void watcher.stdin.end(`${what}\n`)
}
