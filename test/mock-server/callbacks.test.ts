import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMockServer, type MockServerOptions } from '../../mock-server/index.ts'
import { send } from '../send.ts'
import { CLOSE, signedRequest } from '../signed-request.ts'
import { callbackHandler } from './notifications/callback-handler.ts'

/** Makes the server call its callbacks, except `onFailure`. */
async function useAll(options: MockServerOptions): Promise<void> {
  await using mock = await createMockServer(options)
  const handler = await callbackHandler(200)
  const own = mock.control.merchant(mock.credentials.mchid)
  await own.waitForNotification((await own.notify({ url: handler.url, event_type: 'TRANSACTION.SUCCESS' })).id)
  await send(mock.url, { ...(await signedRequest(mock.credentials, { headers: { 'Mock-Explain': '1' } })), body: Buffer.from(CLOSE) })
  // These bytes are not a request, so the server calls onExchange outside any request.
  const { port } = new URL(mock.url)
  await text(connect(Number(port), '127.0.0.1').end('no request\r\n\r\n'))
}

const WAYS = {
  throws: (error: Error) => () => {
    throw error
  },
  rejects: (error: Error) => async () => {
    throw error
  },
}

describe.each(['onExchange', 'onDiagnosis', 'onNotification'] as const)('%s', (name) => {
  it.each(Object.entries(WAYS))('does not end the server when it %s: its error goes to onFailure', async (_, failing) => {
    const failures: unknown[] = []
    const mine = new Error('mine')
    await useAll({ [name]: failing(mine), onFailure: (error) => failures.push(error) })
    await expect.poll(() => failures).toContain(mine)
    expect(new Set(failures)).toEqual(new Set([mine]))
  })
})

describe('onFailure', () => {
  it.each(Object.entries(WAYS))('does not end the server when it %s: its error is printed', async (_, failing) => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    onTestFinished(() => print.mockRestore())
    const mine = new Error('mine')
    await useAll({ onNotification: WAYS.throws(new Error('first')), onFailure: failing(mine) })
    await expect.poll(() => print.mock.calls).toContainEqual([mine])
  })
})
