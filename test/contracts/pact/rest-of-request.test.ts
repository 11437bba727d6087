import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openLoopback } from '../../../contracts/pact/loopback.ts'
import { rawExchange, statusOf } from '../../raw-exchange.ts'

/** Starts a loopback server. For each request, `rests` gets the extra bytes that the server reports after the body. */
async function loopback() {
  const rests: (string | undefined)[] = []
  const server = await openLoopback(async ({ rest }) => {
    rests.push(rest?.toString())
    return { status: 204, headers: {}, body: Buffer.alloc(0) }
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { rests, port: server.port, statusFor: async (text: string) => statusOf(await rawExchange(server.url, Buffer.from(text))) }
}

const HEAD = 'POST / HTTP/1.1\r\nHost: h\r\n'

it.each([
  ['bytes that are not a request', 'x\r\n\r\n', 400],
  ['a request with headers that are too long', `${HEAD}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['a request whose body is not chunked as announced', `${HEAD}Transfer-Encoding: chunked\r\n\r\nx\r\n`, 400],
])('the loopback server refuses %s at once', { timeout: 5_000 }, async (_, text, status) => {
  const { rests, statusFor } = await loopback()
  expect(await statusFor(text)).toBe(status)
  expect(rests).toEqual([])
})

it.each([
  ['after a body, which are reported', `${HEAD}Content-Length: 2\r\n\r\n{}}`, '}'],
  ['after a request without a body, which are not reported', `${HEAD}\r\n}`, undefined],
])(
  'the loopback server answers a request, and only then closes the connection because of extra bytes %s',
  { timeout: 4_000 },
  async (_, text, rest) => {
    const { rests, statusFor } = await loopback()
    expect(await statusFor(text)).toBe(204)
    expect(rests).toEqual([rest])
  },
)

it('the loopback server answers 400 to bytes that arrive after its answer and are not a request', { timeout: 4_000 }, async () => {
  const { rests, port } = await loopback()
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`)
  await vi.waitFor(() => expect(received).toContain('HTTP/1.1 204'))
  socket.write('}\r\n\r\n')
  await once(socket, 'close')
  expect(received).toContain('HTTP/1.1 400')
  expect(rests).toEqual([undefined])
})

it('the loopback server reports the extra bytes after a body that arrived in two packets', { timeout: 4_000 }, async () => {
  const { rests, port } = await loopback()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }).resume()
  socket.write(`${HEAD}Content-Length: 4\r\n\r\n{}`)
  await wait(50)
  socket.write('{}}x')
  await once(socket, 'close')
  expect(rests).toEqual(['}x'])
})
