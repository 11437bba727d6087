import { Agent } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createMockServer, type MockServer } from '../../mock-server/index.ts'
import { send } from '../send.ts'
import { CLOSE, signedRequest } from '../signed-request.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** Sends a signed request many times, sixteen at once, and gives the statuses that came. */
async function callTimes(mock: MockServer, times: number, agent: Agent): Promise<Set<number>> {
  const statuses = new Set<number>()
  let left = times
  const worker = async () => {
    const request = await signedRequest(mock.credentials, { body: CLOSE })
    while (left-- > 0) statuses.add((await send(mock.url, request, agent)).status)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  return statuses
}

it('answers 10,000 calls in a row without an error or growing memory', { timeout: 120_000 }, async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  await using mock = await createMockServer()
  expect(await callTimes(mock, 2000, agent)).toEqual(new Set([200]))
  const before = heapUsed()
  expect(await callTimes(mock, 8000, agent)).toEqual(new Set([200]))
  // A kilobyte kept for each call would be eight megabytes.
  expect(heapUsed() - before).toBeLessThan(2_000_000)
  agent.destroy()
})
