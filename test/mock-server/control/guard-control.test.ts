import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { request } from 'node:https'
import { networkInterfaces } from 'node:os'
import { json } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createControl } from '../../../contracts/index.ts'
import { ControlError } from '../../../mock-server/control/control-error.ts'
import { guardControl } from '../../../mock-server/control/guard-control.ts'
import { makeAuthority } from '../../../mock-server/doors/certificate-authority.ts'
import { openDoors } from '../../../mock-server/doors/open-doors.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { askControl } from '../../control-test.ts'

const TOKEN = 'a-token-of-one-test'
const bearer = { Authorization: `Bearer ${TOKEN}` }

/** The status with which the guard refuses a request from an address; 200 when it lets the request pass. */
function verdict(
  remoteAddress: string,
  headers: Record<string, string> = {},
  { token }: { token: string | undefined } = { token: TOKEN },
  method = 'GET',
): number {
  const connection = { remoteAddress, localAddress: '', localPort: 8920 }
  const request = { method, target: '/__mock/credentials', body: Buffer.alloc(0), connection }
  try {
    guardControl(
      { ...request, headers: { host: '127.0.0.1:8920', ...headers } },
      { host: 'Mock.Internal', token, allowHosts: ['WeChatPay-mock'], publicUrl: 'https://Team.example:443' },
    )
    return 200
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    return error.status
  }
}

const asBearer = { authorization: `Bearer ${TOKEN}` }
const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('the guard of the control API', () => {
  it.each<[string, string, Record<string, string>, number]>([
    ['loopback without a token', '127.0.0.1', {}, 200],
    ['loopback with the token', '127.0.0.1', { authorization: `Bearer ${TOKEN}` }, 200],
    ['loopback with a wrong token', '127.0.0.1', { authorization: 'Bearer wrong' }, 401],
    ['elsewhere without a token', '192.0.2.7', {}, 403],
    ['elsewhere with the token', '192.0.2.7', { authorization: `Bearer ${TOKEN}` }, 200],
    ['elsewhere with the token and the scheme in lower case', '192.0.2.7', { authorization: `bearer ${TOKEN}` }, 200],
    ['elsewhere with a wrong token', '192.0.2.7', { authorization: 'Bearer wrong' }, 401],
    ['elsewhere with the token but no scheme', '192.0.2.7', { authorization: TOKEN }, 401],
    ['elsewhere with the beginning of the token', '192.0.2.7', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401],
    ['elsewhere with more than the token', '192.0.2.7', { authorization: `Bearer ${TOKEN}x` }, 401],
    ['elsewhere with an empty Authorization', '192.0.2.7', { authorization: '' }, 401],
    ['elsewhere with a loopback Host', '192.0.2.7', { host: 'localhost:8920' }, 403],
    ['elsewhere with the token and another host name', '192.0.2.7', { authorization: `Bearer ${TOKEN}`, host: 'ci.example:80' }, 200],
    ['loopback with another host name', '127.0.0.1', { host: 'ci.example:8920' }, 403],
    ['loopback with the host name that the server listens on', '127.0.0.1', { host: 'mock.internal:8920' }, 200],
    ['loopback with an allowed host name, on any port', '127.0.0.1', { host: 'wechatpay-mock:80' }, 200],
    ['elsewhere with an allowed host name, without the token', '192.0.2.7', { host: 'wechatpay-mock:8920' }, 403],
    ['loopback with a host name below an allowed one', '127.0.0.1', { host: 'evil.wechatpay-mock:8920' }, 403],
    ['a page of an allowed host', '127.0.0.1', { host: 'wechatpay-mock', origin: 'http://wechatpay-mock' }, 200],
    ['a page of another port of an allowed host', '127.0.0.1', { host: 'wechatpay-mock', origin: 'http://wechatpay-mock:3000' }, 403],
    ['a page of another site that names an allowed host', '127.0.0.1', { host: 'wechatpay-mock', origin: 'https://evil.example' }, 403],
    ['a page of another site with the token', '127.0.0.1', { authorization: `Bearer ${TOKEN}`, origin: 'https://evil.example' }, 403],
    ['a page of another port with the token', '127.0.0.1', { authorization: `Bearer ${TOKEN}`, origin: 'http://127.0.0.1:1' }, 403],
    [
      'a page of the public URL with the token, behind a proxy',
      '192.0.2.7',
      { ...asBearer, host: 'upstream', origin: 'https://team.example' },
      200,
    ],
    ['a page of the public URL without TLS', '192.0.2.7', { ...asBearer, host: 'upstream', origin: 'http://team.example' }, 403],
    ['a page of the public URL without the token', '127.0.0.1', { origin: 'https://team.example' }, 403],
    ['a page with the Origin null and the token', '127.0.0.1', { authorization: `Bearer ${TOKEN}`, origin: 'null' }, 403],
    [
      'a page of the host in the Host header, with the token',
      '192.0.2.7',
      { authorization: `Bearer ${TOKEN}`, host: 'ci.example', origin: 'http://ci.example' },
      200,
    ],
    ['a page of the host in the Host header, without the token', '127.0.0.1', { host: 'ci.example', origin: 'http://ci.example' }, 403],
    ['a page of this server', '127.0.0.1', { origin: 'http://localhost:8920' }, 200],
    ['an image on a page of another site', '127.0.0.1', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['an image on a page of another port', '127.0.0.1', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a page of another site without Sec-Fetch-Mode', '127.0.0.1', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another site with the token and no Origin', '192.0.2.7', { ...asBearer, 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of this server without an Origin', '127.0.0.1', { 'sec-fetch-site': 'same-origin' }, 200],
    ['an address that a user types into a browser', '127.0.0.1', { 'sec-fetch-site': 'none', ...NAVIGATION }, 200],
    ['a link on a page of another site', '127.0.0.1', { 'sec-fetch-site': 'cross-site', ...NAVIGATION }, 200],
    [
      'a link on a page of another site, without text/html in Accept',
      '127.0.0.1',
      { 'sec-fetch-site': 'cross-site', ...NAVIGATION, accept: '*/*' },
      403,
    ],
    ['a frame on a page of another site', '127.0.0.1', { 'sec-fetch-site': 'cross-site', ...NAVIGATION, 'sec-fetch-dest': 'iframe' }, 403],
  ])('decides on a request from %s (address %s, headers %j): status %i', (_, address, headers, status) => {
    expect(verdict(address, headers)).toBe(status)
  })

  it('refuses a form that a page of another site sends, even as a navigation', () => {
    expect(verdict('127.0.0.1', { 'sec-fetch-site': 'cross-site', ...NAVIGATION }, { token: undefined }, 'POST')).toBe(403)
  })

  it('refuses every token when the server was started without a token', () => {
    expect(verdict('127.0.0.1', { authorization: 'Bearer undefined' }, { token: undefined })).toBe(401)
    expect(verdict('127.0.0.1', { authorization: 'Bearer ' }, { token: undefined })).toBe(401)
    expect(verdict('192.0.2.7', {}, { token: undefined })).toBe(403)
    expect(verdict('127.0.0.1', {}, { token: undefined })).toBe(200)
  })
})

describe('a server with a control token', () => {
  it('does not require the token on loopback, but refuses a wrong token', async () => {
    await using mock = await createMockServer({ controlToken: TOKEN })
    const statusWith = async (headers: Record<string, string>) =>
      (await askControl(mock.url, 'GET', '/__mock/credentials', undefined, headers)).status
    expect(await statusWith({})).toBe(200)
    expect(await statusWith(bearer)).toBe(200)
    expect(await askControl(mock.url, 'POST', '/__mock/reset', undefined, { Authorization: 'Bearer wrong' })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHORIZED', message: expect.not.stringContaining(TOKEN) },
    })
    expect(await statusWith({ ...bearer, Origin: 'https://evil.example' })).toBe(403)
    expect(await statusWith({ ...bearer, Host: 'mock.example:1' })).toBe(200)
  })

  it('does not show the token in the journal or the credentials', async () => {
    await using mock = await createMockServer({ controlToken: TOKEN })
    await fetch(`${mock.url}/v3/certificates`, { headers: bearer })
    const shown = [await mock.control.unclaimedRequests(), await mock.control.credentials(), mock.credentials]
    expect(JSON.stringify(shown)).not.toContain(TOKEN)
  })
})

/** An address, other than loopback, at which this machine reaches itself; a sandbox may have none. */
async function ownAddress(): Promise<string | undefined> {
  const addresses = Object.values(networkInterfaces()).flatMap((items = []) => items.filter(({ internal }) => !internal))
  const address = addresses.find(({ family }) => family === 'IPv4')?.address
  await using mock = await createMockServer({ host: '0.0.0.0' })
  const url = `http://${address}:${new URL(mock.url).port}`
  const reached = await askControl(url, 'GET', '/__mock/health').catch(() => undefined)
  return reached ? address : undefined
}

const address = await ownAddress()

describe.skipIf(!address)(
  `a server that other machines reach${address ? '' : ' (skipped: no address but loopback leads to this machine)'}`,
  () => {
    async function statuses(controlToken: string | undefined, headers: Record<string, string>) {
      await using mock = await createMockServer({ host: '0.0.0.0', ...(controlToken && { controlToken }) })
      const url = `http://${address}:${new URL(mock.url).port}`
      const targets = ['/__mock/credentials', '/__mock/health', '/__mock/merchants/1900000100']
      return await Promise.all(targets.map(async (target) => (await askControl(url, 'GET', target, undefined, headers)).status))
    }

    it('allows another machine only GET /__mock/health if the server has no control token', async () => {
      expect(await statuses(undefined, {})).toEqual([403, 200, 403])
      expect(await statuses(undefined, bearer)).toEqual([401, 200, 401])
    })

    it('gives a caller on another machine a base URL with the address that the caller used', async () => {
      await using mock = await createMockServer({ host: '0.0.0.0', controlToken: TOKEN })
      const url = `http://${address}:${new URL(mock.url).port}`
      const control = createControl(url, { token: TOKEN })
      expect((await control.credentials()).base_url).toBe(url)
      expect((await control.createMerchant()).base_url).toBe(url)
      expect((await mock.control.credentials()).base_url).toBe(mock.url)
    })

    it('gives a caller on another machine a base URL for plain HTTP even when the caller uses TLS', async () => {
      const now = Date.now()
      const options = { authority: await makeAuthority(now), now, host: '0.0.0.0', proxy: true, tlsPort: 0, offline: false }
      const doors = (inside: Server) => openDoors(inside, { ...options, onRefused: () => undefined })
      await using mock = await createMockServer({ host: '0.0.0.0', controlToken: TOKEN, doors })
      const port = mock.credentials.doors?.tls_port
      const asked = request({ host: address, port, path: '/__mock/credentials', headers: bearer, rejectUnauthorized: false }).end()
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      const url = `http://${address}:${new URL(mock.url).port}`
      expect(await json(answer)).toMatchObject({ base_url: url, doors: { proxy_url: url } })
    })

    it('answers another machine that sends the control token, but refuses a page of another site', async () => {
      expect(await statuses(TOKEN, bearer)).toEqual([200, 200, 200])
      expect(await statuses(TOKEN, {})).toEqual([403, 200, 403])
      expect(await statuses(TOKEN, { Authorization: 'Bearer wrong' })).toEqual([401, 200, 401])
      expect(await statuses(TOKEN, { ...bearer, Origin: 'https://evil.example' })).toEqual([403, 200, 403])
    })
  },
)
