import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

describe('the audit of SDKs', () => {
  test('prints a row in each language for every skipped mode of an SDK, and each row names the missing tool', async () => {
    const env = { ...process.env, PATH: join(import.meta.dirname, 'no-such-folder') }
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'audit-sdks.ts')], { env })
    const rows = stdout.split('\n').filter((line) => /^\| [\w-]+ \d+\.\d+/i.test(line))
    expect(rows).toHaveLength(40)
    expect(
      rows.filter((row) => !/ \| (?:skipped: (?:go|mvn|python3|npm) is missing|跳过：缺少 (?:go|mvn|python3|npm)) \| \| \|$/.test(row)),
    ).toEqual([])
    expect(rows).toContain('| gopay 1.5.123 | certificates, `AutoVerifySign` | skipped: go is missing | | |')
    expect(rows).toContain('| gopay 1.5.123 | 平台证书，`AutoVerifySign` | 跳过：缺少 go | | |')
  })
})
