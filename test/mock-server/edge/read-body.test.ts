import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { readBody } from '../../../mock-server/edge/read-body.ts'

/** Collects the garbage, and returns how many bytes are still in use, in the JavaScript heap and in Buffers. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

it('reading a body of 200,000 chunks with one byte each takes less than 10 MB of memory', async () => {
  const chunks = 200_000
  const { promise: received, resolve: receive } = Promise.withResolvers<[IncomingMessage, Promise<Buffer | undefined>]>()
  const server = createServer((request) => receive([request, readBody(request, 4_194_304)])).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write('PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
  const [request, body] = await received
  const before = memoryInUse()
  const bytes = '1\r\nx\r\n'.repeat(chunks)
  client.write(bytes)
  await expect.poll(() => request.socket.bytesRead, { timeout: 20_000 }).toBeGreaterThan(bytes.length)
  expect(memoryInUse() - before).toBeLessThan(10_000_000)
  client.write('0\r\n\r\n')
  expect((await body)?.toString()).toBe('x'.repeat(chunks))
  client.destroy()
  server.close()
})

it('reading a body fails when the client goes away before the end', async () => {
  const { promise: received, resolve: receive } = Promise.withResolvers<{ readonly body: Promise<Buffer | undefined> }>()
  const server = createServer((request) => receive({ body: readBody(request, 9) })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx', async () => {
    await received
    client.destroy()
  })
  await expect(received.then(({ body }) => body)).rejects.toThrow('aborted')
  server.close()
})
