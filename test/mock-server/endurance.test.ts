import { once } from 'node:events'
import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createMockServer, type MockServer } from '../../mock-server/index.ts'
import { EVERY } from '../every.ts'
import { bytesOf, keptBytesOf, rawExchange, statusOf } from '../raw-exchange.ts'
import { CLOSE, signedRequest } from '../signed-request.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/**
 * Sends a signed request `times` times and counts the answers by status. Uses sixteen connections, each of which sends one request after
 * another.
 */
async function callTimes(mock: MockServer, times: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const worker = async () => {
    const bytes = keptAlive(bytesOf(await signedRequest(mock.credentials, { body: CLOSE })))
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
    for (let call = 0; call < times / 16; call++) {
      socket.write(bytes)
      const [answer] = await once(socket, 'data')
      const status = statusOf(String(answer))
      counts[status] = (counts[status] ?? 0) + 1
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  return counts
}

function keptAlive(request: Buffer): Buffer {
  return Buffer.from(request.toString('latin1').replace('Connection: close', 'Connection: keep-alive'), 'latin1')
}

// The warm-up fills the journal. If the server kept a kilobyte for each call, memory would grow by more than `bytes`.
const { journalLimit, warmUp, calls, bytes } = EVERY
  ? { journalLimit: 1_000, warmUp: 2_000, calls: 8_000, bytes: 1_500_000 }
  : { journalLimit: 100, warmUp: 512, calls: 1_024, bytes: 900_000 }

it(`the server answers ${warmUp + calls} calls in a row without an error or growing memory`, { timeout: 120_000 }, async () => {
  await using mock = await createMockServer({ journalLimit })
  expect(await callTimes(mock, warmUp)).toEqual({ 200: warmUp })
  const before = heapUsed()
  expect(await callTimes(mock, calls)).toEqual({ 200: calls })
  expect(heapUsed() - before).toBeLessThan(bytes)
})

/** Sends requests whose Content-Length is too small, each on a connection of its own, and waits for their diagnoses. */
async function refuseTimes(mock: MockServer, times: number): Promise<void> {
  const bytes = keptBytesOf(await signedRequest(mock.credentials, { body: `${CLOSE.slice(0, -1)},"note":"${'点金'.repeat(4_000)}"}` }))
  const [head = ''] = bytes.toString('latin1').split('\r\n\r\n')
  const cut = Buffer.from(bytes.toString('latin1').replace(head, head.replace(/Content-Length: \d+/, 'Content-Length: 20000')), 'latin1')
  for (let call = 0; call < times; call += 8) await Promise.all(Array.from({ length: 8 }, () => rawExchange(mock.url, cut)))
  await mock.control.merchant(mock.credentials.mchid).requests({ limit: 1 })
}

it('the server answers broken requests in a row without growing memory', { timeout: 120_000 }, async () => {
  await using mock = await createMockServer({ journalLimit: 20 })
  await refuseTimes(mock, 64)
  const before = heapUsed()
  await refuseTimes(mock, 160)
  expect(heapUsed() - before).toBeLessThan(bytes)
})
