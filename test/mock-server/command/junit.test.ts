import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { prepareJunit } from '../../../mock-server/command/junit.ts'
import { test } from './command-test.ts'

test('prepareJunit empties the report of an earlier run', async ({ folder }) => {
  const file = join(folder, 'report.xml')
  for (const report of ['<testsuites/>', '<?xml version="1.0"?>\n<!-- a tool -->\n<testsuite name="a">', '']) {
    writeFileSync(file, report)
    await prepareJunit(file)
    expect(readFileSync(file, 'utf8')).toBe('')
  }
})

test.for([
  ['the name of the file', undefined],
  ['a symbolic link to the file', symlinkSync],
  ['a hard link to the file', linkSync],
] as const)(
  'prepareJunit refuses a file that is not a JUnit report, and does not change it, when it gets %s',
  async ([, link], { folder }) => {
    const [file, other, text] = [join(folder, 'pact.json'), join(folder, 'other'), '{"interactions":[]}']
    writeFileSync(file, text)
    link?.(file, other)
    await expect(prepareJunit(link ? other : file)).rejects.toThrow('exists and is not a JUnit report')
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)
