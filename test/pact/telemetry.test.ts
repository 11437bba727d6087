import { expect } from 'vitest'
import { test } from './offline-test.ts'
import { pactFile } from './pact-file.ts'

test('by default, `verify` keeps Pact from reporting its usage', async ({ asked, run, variables }) => {
  // Pact treats an empty variable as unset.
  Object.assign(variables, { PACT_DO_NOT_TRACK: '' })
  expect(await run('verify', pactFile([{}, { description: 'another' }]))).toMatchObject({ code: 0 })
  expect([...asked]).toEqual([])
})

// This test proves that the test above can fail: when Pact reports its usage, the proxy sees it.
test('Pact reports its usage when the environment allows it', async ({ asked, run, variables }) => {
  Object.assign(variables, { PACT_DO_NOT_TRACK: 'false' })
  expect(await run('verify', pactFile([{}, { description: 'another' }]))).toMatchObject({ code: 0 })
  expect([...asked]).toEqual(['www.google-analytics.com:443'])
})
