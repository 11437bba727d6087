import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { test } from '../mock-server/command/command-test.ts'

const PACTS = fileURLToPath(new URL('../integrator/pacts/*.json', import.meta.url))

test("`verify` passes all interactions of a pact that the tests of an integrator's client wrote", async ({ run }) => {
  const { code, stdout, stderr } = await run('verify', PACTS)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/Verifying a pact between .*my-shop/)
  expect(stdout).toMatch(/\n5 of 5 interactions pass\n$/)
})
