import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { COMMAND } from './command-test.ts'

/** Runs the command, and returns what it writes to stdout and stderr, which are pipes. Only `variables` can turn colours on or off. */
async function written(variables: Record<string, string>, ...options: string[]): Promise<string> {
  const { NO_COLOR, FORCE_COLOR, ...environment } = process.env
  const child = spawn(process.execPath, [COMMAND, ...options], { env: { ...environment, ...variables } })
  child.stdin.end('curl http://127.0.0.1/v3/certificates')
  return (await Promise.all([text(child.stdout), text(child.stderr)])).join('')
}

describe('a command whose output goes into a pipe', () => {
  test.for([['explain'], ['vectors', 'check', '--cmd', 'false', '--only', 'a compact body'], ['--help'], ['explian']])(
    'writes no colours: %s',
    async (options) => {
      expect(await written({}, ...options)).not.toContain('\u001b')
    },
  )

  test('writes colours with FORCE_COLOR, and none with NO_COLOR', async () => {
    expect(await written({ FORCE_COLOR: '1' }, 'explain')).toContain('\u001b[31m401 SIGN_ERROR')
    expect(await written({ NO_COLOR: '1' }, 'explain')).not.toContain('\u001b')
  })
})
