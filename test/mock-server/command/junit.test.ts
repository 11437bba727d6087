import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { prepareJunit } from '../../../mock-server/command/junit.ts'
import { test } from './command-test.ts'

test('the JUnit report of an earlier run is emptied before a run, so that a killed run leaves no green report', async ({ folder }) => {
  const file = join(folder, 'report.xml')
  for (const report of ['<testsuites/>', '<?xml version="1.0"?>\n<!-- a tool -->\n<testsuite name="a">', '']) {
    writeFileSync(file, report)
    await prepareJunit(file)
    expect(readFileSync(file, 'utf8')).toBe('')
  }
})

test.for([
  ['by its name', undefined],
  ['by a symbolic link', symlinkSync],
  ['by a hard link', linkSync],
] as const)(
  'a file that is not a JUnit report, such as a pact to verify, is refused and stays when it is given %s',
  async ([, link], { folder }) => {
    const [file, other, text] = [join(folder, 'pact.json'), join(folder, 'other'), '{"interactions":[]}']
    writeFileSync(file, text)
    link?.(file, other)
    await expect(prepareJunit(link ? other : file)).rejects.toThrow('exists and is not a JUnit report')
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)
