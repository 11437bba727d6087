import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { prepareJunit } from '../../../mock-server/command/junit.ts'
import { test } from './command-test.ts'

test('the JUnit report of an earlier run is emptied before a run, so that a killed run leaves no green report', async ({ folder }) => {
  const file = join(folder, 'report.xml')
  writeFileSync(file, '<testsuites/>')
  await prepareJunit(file)
  expect(readFileSync(file, 'utf8')).toBe('')
})
