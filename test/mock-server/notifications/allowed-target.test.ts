import { describe, expect, it } from 'vitest'
import { createMockServer, type DeliveryReport, type MockServerOptions, type UnsentNotification } from '../../../mock-server/index.ts'
import { readAllowedHosts } from '../../../mock-server/notifications/allowed-hosts.ts'
import { allowedTarget, type TargetRules } from '../../../mock-server/notifications/allowed-target.ts'
import { test } from '../../control-test.ts'
import { callbackHandler } from './callback-handler.ts'

const EVENT = { event_type: 'TRANSACTION.SUCCESS' }

describe('a notification goes', () => {
  test.for(['127.0.0.1', 'localhost', 'app.localhost', '127.1', '0x7f.0.0.1', '2130706433', '[::ffff:127.0.0.1]'])(
    'to this machine under the name %s',
    async (host, { own }) => {
      const handler = await callbackHandler(200)
      const { id } = await own.notify({ url: `http://${host}:${handler.port}/notify`, ...EVENT })
      expect(await own.waitForNotification(id)).toMatchObject({ state: 'succeeded' })
    },
  )

  it('to the local URL that notifyMap gives for a public URL, with the rest of the path appended', async () => {
    const handler = await callbackHandler(200)
    const notifyMap = { 'https://www.example.com/pay/': `http://127.0.0.1:${handler.port}/local` }
    await using mock = await createMockServer({ notifyMap })
    const own = mock.control.merchant(mock.credentials.mchid)
    const { id } = await own.notify({ url: 'https://www.example.com/pay/notify?a=1', ...EVENT })
    expect(await own.waitForNotification(id)).toMatchObject({ state: 'succeeded', url: 'https://www.example.com/pay/notify?a=1' })
    expect(handler.received[0]).toMatchObject({ target: '/local/notify?a=1', headers: { host: `127.0.0.1:${handler.port}` } })
    for (const url of ['https://www.example.com/payment', 'http://www.example.com/pay/notify', 'https://www.example.com:444/pay/notify'])
      await expect(allowedTarget(url, { ...RULES, resolve: async () => ['203.0.113.7'] })).rejects.toThrow('url must lead to this machine')
  })
})

/** Rules that allow these hosts besides this machine. */
const allowing = (...hosts: readonly string[]): TargetRules => ({ ...RULES, allow: readAllowedHosts(hosts) })

const RULES: TargetRules = { allow: readAllowedHosts([]), mappings: [], isControl: (path) => path.startsWith('/__mock/') }

const REFUSED = [
  ['not a URL', 'be a URL that begins with http:// or https://'],
  ['127.0.0.1:3000/notify', 'be a URL that begins with http:// or https://'],
  ['file:///etc/passwd', 'be a URL that begins with http:// or https://'],
  ['http://user:secret@127.0.0.1/', 'have no user name and no password'],
  ['http://203.0.113.7/notify', 'lead to this machine'],
  ['http://[2001:db8::1]/notify', 'lead to this machine'],
  ['http://10.0.0.1/notify', 'lead to this machine'],
  ['http://169.254.169.254/latest', 'not lead to 169.254.169.254'],
  ['http://0xa9fea9fe/latest', 'not lead to 169.254.169.254'],
  ['http://0251.0376.0251.0376/latest', 'not lead to 169.254.169.254'],
  ['http://2852039166/latest', 'not lead to 169.254.169.254'],
  ['http://[::ffff:169.254.169.254]/', 'not lead to ::ffff:a9fe:a9fe'],
  ['http://[fe80::1]/', 'not lead to fe80::1'],
  ['http://0.0.0.0/', 'not lead to 0.0.0.0'],
  ['http://[::]/', 'not lead to ::'],
  ['http://224.0.0.1/', 'not lead to 224.0.0.1'],
  ['http://[ff02::1]/', 'not lead to ff02::1'],
  ['http://255.255.255.255/', 'not lead to 255.255.255.255: link-local, unspecified, multicast and reserved addresses'],
  ['http://./', 'lead to a host whose address can be found'],
  ['http://127.0.0.1/__mock/reset', 'not lead to the control API'],
  ['http://127.0.0.1/a/../__mock/reset', 'not lead to the control API'],
  ['http://127.0.0.1/%2e/__mock/reset', 'not lead to the control API'],
  ['http://127.0.0.1\\__mock\\reset', 'not lead to the control API'],
] as const

describe('a notification does not go', () => {
  test.for(REFUSED)('to the target "%s"', async ([url, wanted], { own, ask, mock }) => {
    const answer = await ask('POST', `/__mock/merchants/${mock.credentials.mchid}/notifications`, { url, ...EVENT })
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(`/body/url must ${wanted}`), detail: { field: '/body/url' } },
    })
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    expect(await own.notifications()).toEqual([])
  })

  it("to the server's own control API", async () => {
    await using mock = await createMockServer()
    const own = mock.control.merchant(mock.credentials.mchid)
    await expect(own.notify({ url: `${mock.url}/__mock/reset`, ...EVENT })).rejects.toThrow('/body/url must not lead to the control API')
  })

  it.each([
    '169.254.169.254',
    '100.100.100.200',
    'fd00:ec2::254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1%eth0',
    '::ffff:169.254.169.254',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
  ])('to the address %s, even when an allowed name has this address', async (address) => {
    const rules = { ...allowing('app.example'), resolve: async () => ['203.0.113.7', address] }
    await expect(allowedTarget('http://app.example/notify', rules)).rejects.toThrow(
      `url must not name app.example, which has the address ${address}`,
    )
  })

  it('to a name that leads to another machine, unless the name is allowed', async () => {
    const resolve = async () => ['203.0.113.7']
    await expect(allowedTarget('http://app.example/', { ...RULES, resolve })).rejects.toThrow(
      'or to a host that the option --notify-allow names',
    )
    expect(await allowedTarget('http://App.Example./', { ...allowing('app.example'), resolve })).toMatchObject({
      address: '203.0.113.7',
    })
    expect(await allowedTarget('http://203.0.113.7/', allowing('203.0.113.7'))).toMatchObject({ address: '203.0.113.7' })
    await expect(allowedTarget('http://203.0.113.7/', { ...allowing('app.example'), resolve })).rejects.toThrow('lead to this machine')
  })

  it.each([
    ['169.254.169.254', 'http://169.254.169.254/', '169.254.169.254'],
    ['::ffff:169.254.169.254', 'http://169.254.169.254/', '169.254.169.254'],
    ['fe80::1', 'http://[fe80::1]/', 'fe80::1'],
    ['fe80::1%eth0', 'http://[fe80::1]/', 'fe80::1'],
  ])('to the address %s, even when the list of allowed hosts contains it', async (host, url, address) => {
    await expect(allowedTarget(url, allowing(host))).rejects.toThrow(`url must not lead to ${address}: link-local, unspecified`)
  })

  it('to a URL of more than 2,048 characters', async () => {
    const url = `http://127.0.0.1/${'x'.repeat(2_031)}`
    await expect(allowedTarget(url, RULES)).resolves.toMatchObject({ address: '127.0.0.1' })
    await expect(allowedTarget(`${url}x`, RULES)).rejects.toThrow('url must have at most 2048 characters')
  })

  it('to a name whose address is not found in time', async () => {
    const resolve = () => new Promise<never>(() => undefined)
    await expect(allowedTarget('http://app.example/', { ...RULES, resolve })).rejects.toThrow(
      'url must lead to a host whose address can be found, not to app.example',
    )
  })

  it('to a name that has no address', async () => {
    const resolve = async () => Promise.reject(new Error('ENOTFOUND'))
    await expect(allowedTarget('http://app.example/', { ...RULES, resolve })).rejects.toThrow(
      'url must lead to a host whose address can be found, not to app.example',
    )
  })
})

describe('in the list of allowed hosts,', () => {
  const FORMS = [
    ['2001:db8::7', 'http://[2001:db8::7]/'],
    ['2001:DB8:0:0:0:0:0:7', 'http://[2001:db8::7]/'],
    ['[2001:db8::7]', 'http://[2001:db8:0::0:7]/'],
    ['203.0.113.7', 'http://[::ffff:203.0.113.7]/'],
    ['203.0.113.7', 'http://0xcb007107/'],
    ['::ffff:203.0.113.7', 'http://203.0.113.7/'],
    ['::ffff:cb00:7107', 'http://[::ffff:203.0.113.7]/'],
    ['203.0.113.7', 'http://app.example/'],
  ] as const
  it.each(FORMS)('%s allows the URL %s', async (host, url) => {
    const resolve = async () => ['::ffff:203.0.113.7']
    await expect(allowedTarget(url, { ...allowing(host), resolve })).resolves.toMatchObject({ url: new URL(url) })
  })

  it.each([
    ['2001:db8::7', 'http://[2001:db8::8]/'],
    ['2001:db8::7', 'http://app.example/'],
    ['203.0.113.7', 'http://203.0.113.8/'],
  ])('%s does not allow the URL %s', async (host, url) => {
    const resolve = async () => ['2001:db8::7', '2001:db8::8']
    await expect(allowedTarget(url, { ...allowing(host), resolve })).rejects.toThrow('lead to this machine')
  })
})

describe('the option', () => {
  it.each(['::1', '0:0:0:0:0:0:0:1', '[::1]', '2001:db8::7', '::ffff:203.0.113.7', '203.0.113.7', 'app.example', 'my_app'])(
    'notifyAllow accepts %s',
    async (host) => {
      await using mock = await createMockServer({ notifyAllow: [host] })
      expect(mock.url).toMatch(/^http:/)
    },
  )

  it.each([
    [{ notifyAllow: 'a' }, 'notifyAllow must be '],
    [{ notifyAllow: [1] }, 'notifyAllow must be an array of host names and IP addresses, without ports; got [1]'],
    [{ notifyAllow: ['http://app'] }, 'notifyAllow must be an array of host names and IP addresses, without ports; got ["http://app"]'],
    [{ notifyAllow: ['app:3000'] }, 'notifyAllow must be an array of host names'],
    [{ notifyAllow: ['[::1]:3000'] }, 'notifyAllow must be an array of host names'],
    [{ notifyAllow: ['[app]'] }, 'notifyAllow must be an array of host names'],
    [{ notifyAllow: ['1::2::3'] }, 'notifyAllow must be an array of host names'],
    [{ notifyAllow: [''] }, 'notifyAllow must be an array of host names'],
    [{ notifyMap: [] }, 'notifyMap must be an object that maps public URLs to local ones; got []'],
    [{ notifyMap: { 'www.example.com': 'http://127.0.0.1' } }, 'notifyMap must map one http:// or https:// URL'],
    [{ notifyMap: { 'https://www.example.com': 'ftp://127.0.0.1' } }, 'notifyMap must map one http:// or https:// URL'],
    [{ notifyMap: { 'https://www.example.com?a': 'http://127.0.0.1' } }, 'notifyMap must map one http:// or https:// URL'],
  ])('%j is refused', async (options, message) => {
    await expect(createMockServer(options as MockServerOptions)).rejects.toThrow(message)
  })

  it('onNotification may throw: onFailure gets the error, and the retry schedule goes on', async () => {
    const failures: unknown[] = []
    const handler = await callbackHandler(500)
    const onNotification = () => {
      throw new Error('mine')
    }
    await using mock = await createMockServer({ onNotification, onFailure: (error) => failures.push(error) })
    const own = mock.control.merchant(mock.credentials.mchid)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '25h' })
    expect(await own.notification(id)).toMatchObject({ state: 'given_up' })
    expect(failures).toEqual(Array(16).fill(new Error('mine')))
  })

  it('onNotification is called after an attempt, and gets the URL without its query, because a query may contain a secret', async () => {
    const reports: (DeliveryReport | UnsentNotification)[] = []
    const handler = await callbackHandler(500)
    await using mock = await createMockServer({ onNotification: (report) => reports.push(report) })
    const own = mock.control.merchant(mock.credentials.mchid)
    const { id } = await own.notify({ url: `${handler.url}?token=secret`, ...EVENT })
    await expect
      .poll(() => reports)
      .toEqual([
        {
          mchid: mock.credentials.mchid,
          id,
          ...EVENT,
          url: handler.url,
          attempt: expect.objectContaining({ status: 500, failure: 'The answer is 500, not 2xx' }),
          next_attempt: expect.stringMatching(/\+08:00$/),
        },
      ])
  })
})
