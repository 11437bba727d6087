import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { COMMAND, test } from './command-test.ts'

const COMMANDS = [
  ['config'],
  ['config', '--json'],
  ['--help'],
  ['explain', '--authorization', 'x', '--target', '/v3/x'],
  ['vectors', 'check', '--cmd', 'cat > /dev/null'],
]

/** Runs a command whose stdout the shell connects to `output`, such as `| true`. */
function runWith(output: string, options: readonly string[], cwd: string) {
  const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail; "$0" "$@" ${output}`, process.execPath, COMMAND, ...options], {
    cwd,
    encoding: 'utf8',
  })
  return { status, stderr }
}

test.skipIf(!existsSync('/dev/full'))('a server whose credentials cannot be written says why, and still serves', async ({ folder }) => {
  const child = spawn(
    'bash',
    ['-c', '"$0" "$@" > /dev/full', process.execPath, COMMAND, '--port', '0', '--json', '--output-dir', 'none', '--stop-with-parent'],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const [line] = await once(child.stderr, 'data')
  expect(String(line)).toBe("The output can't be written: ENOSPC: no space left on device, write\n")
  expect(child.exitCode).toBe(null)
  child.kill('SIGTERM')
  await once(child, 'close')
})

describe.skipIf(!existsSync('/dev/full'))('a command whose output cannot be written', () => {
  test.for(COMMANDS)('ends without an error message when the reader goes away: %s', (options, { folder }) => {
    expect(runWith('| true', options, folder)).toEqual({ status: 1, stderr: '' })
  })

  test.for(COMMANDS)('ends with a one-line error when the disk is full: %s', (options, { folder }) => {
    expect(runWith('> /dev/full', options, folder)).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The output can't be written: ENOSPC: no space left on device, write\n$/),
    })
  })
})
