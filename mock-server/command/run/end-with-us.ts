import { spawn } from 'node:child_process'

/**
 * A script for a shell that waits for its input. The input ends when the process that started the shell ends, even by kill -9; then the shell ends
 * the program. A line of input means that the program has already ended by itself.
 */
const WATCHER = 'read -r line && exit; kill -s TERM -- "$1"; sleep 1; kill -s KILL -- "$1"'

/**
 * Ends a program when this process is killed. A killed process can't do that itself, so a small shell in its own session does it. There is no such
 * shell on Windows.
 *
 * @param target The process ID; negative for the group with this ID.
 * @returns A function to call when the program has ended.
 */
export function endWithUs(target: number): () => void {
  if (process.platform === 'win32') return () => undefined
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'sh', String(target)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
  watcher.on('error', () => undefined).unref()
  watcher.stdin.on('error', () => undefined)
  return () => void watcher.stdin.end('\n')
}
