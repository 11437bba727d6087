import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { createMockServer } from '../mock-server/index.ts'
import { takeTried } from './this-machine-only.ts'

// These addresses are reserved for documentation, so no machine has them:
// https://www.rfc-editor.org/rfc/rfc5737, https://www.rfc-editor.org/rfc/rfc3849
const ELSEWHERE = ['203.0.113.7', '2001:db8::7']

describe('in a test', () => {
  it.each(ELSEWHERE)('no connection leads to %s', async (host) => {
    await expect(once(connect({ host, port: 80 }), 'connect')).rejects.toMatchObject({ code: 'ENETUNREACH' })
    expect(takeTried()).toEqual([`${host} port 80`])
  })

  it('no connection leads to another machine, even if localhost is resolved to the address of that machine', async () => {
    const found = (_name: string, _options: object, callback: (...result: unknown[]) => void) => callback(null, ELSEWHERE[0], 4)
    const socket = connect({ host: 'localhost', port: 80, lookup: found as never, autoSelectFamily: false })
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ENETUNREACH' })
    expect(takeTried()).toEqual(['203.0.113.7 port 80'])
  })

  it('fetch reaches no other machine', async () => {
    await expect(fetch('http://203.0.113.7/')).rejects.toMatchObject({ cause: { code: 'ENETUNREACH' } })
    await expect(fetch('https://api.mch.weixin.qq.com/')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } })
    expect(takeTried()).toEqual(['203.0.113.7 port 80', 'the address of api.mch.weixin.qq.com'])
  })

  it('the name of another machine is not looked up', async () => {
    await expect(lookup('app.example')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    expect(takeTried()).toEqual(['the address of app.example'])
  })

  it('each IPv4 address of this machine can be reached', async () => {
    await using mock = await createMockServer({ host: '0.0.0.0' })
    const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ family }) => family === 'IPv4'))
    for (const { address } of addresses) {
      const { port } = new URL(mock.url)
      const socket = connect({ host: address, port: Number(port) })
      await once(socket, 'connect')
      socket.destroy()
    }
    expect(takeTried()).toEqual([])
  })
})
