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

test.skipIf(!existsSync('/dev/full'))(
  'a server that cannot write its credentials to stdout says why, and runs until SIGTERM stops it with exit code 0',
  async ({ folder }) => {
    const child = spawn(
      'bash',
      [
        '-c',
        'exec "$0" "$@" > /dev/full',
        process.execPath,
        COMMAND,
        '--port',
        '0',
        '--json',
        '--output-dir',
        'none',
        '--stop-with-parent',
      ],
      {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    const [line] = await once(child.stderr, 'data')
    expect(String(line)).toBe("The output can't be written: ENOSPC: no space left on device, write\n")
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
  },
)

describe.skipIf(!existsSync('/dev/full'))('a command whose output cannot be written', () => {
  test.for(COMMANDS)('exits with 1 and no message when the reader of its output goes away: %s', (options, { folder }) => {
    expect(runWith('| true', options, folder)).toEqual({ status: 1, stderr: '' })
  })

  test.for(COMMANDS)('exits with 1 and a one-line error when the disk is full: %s', (options, { folder }) => {
    expect(runWith('> /dev/full', options, folder)).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The output can't be written: ENOSPC: no space left on device, write\n$/),
    })
  })
})
