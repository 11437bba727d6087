import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { EVERY } from '../../every.ts'
import { missingRedis } from '../../redis-server.ts'

const ROOT = join(import.meta.dirname, '../../..')

// This test runs only when EVERY is set, because it starts a second vitest.
it.runIf(EVERY && !missingRedis)(
  `the tests of the vitest fixture pass with two servers that share a store${missingRedis ? ` (skipped: ${missingRedis})` : ''}`,
  { timeout: 120_000 },
  async () => {
    const config = join(import.meta.dirname, 'kit/vitest.config.ts')
    const options = ['run', '--root', join(ROOT, 'test/kit'), '--config', config, '--reporter', 'default']
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...options], (_, stdout, stderr) =>
        resolve(stdout + stderr),
      )
    })
    expect(stripVTControlCharacters(output)).toMatch(/^ +Tests +\d{2,} passed \(\d+\)$/m)
  },
)
