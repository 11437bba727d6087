import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'

import { connected, openDoored, secured, tunnel } from '../doors/doors-test.ts'
import { credentialsOf, out, test, until } from './command-test.ts'

describe('start --proxy', () => {
  test('leads connections for WeChat Pay to the mock server, and prints the ports and the CA certificate', async ({ start, folder }) => {
    const child = start('--proxy', '--port', '0', '--json')
    const { base_url, doors } = await credentialsOf(child)
    expect(doors).toEqual({
      proxy_url: base_url,
      tls_port: expect.any(Number),
      socks_port: expect.any(Number),
      ca_certificate: await readFile(join(folder, '.wechatpay-mock/ca.pem'), 'utf8'),
    })
    const authority = { certificate: String(doors?.ca_certificate), privateKey: '' }
    const { socket } = await tunnel(base_url, 'api.mch.weixin.qq.com:443')
    const tls = await secured(socket, 'api.mch.weixin.qq.com', authority)
    tls.destroy()
    ;(await secured(await connected(Number(doors?.tls_port)), 'localhost', authority)).destroy()
    expect(await readFile(join(folder, '.wechatpay-mock/ca-bundle.pem'), 'utf8')).toContain(String(doors?.ca_certificate).trim())
  })

  test('prints the ports and the CA file in its banner; start --tls prints them in its JSON line', async ({ start }) => {
    const banner = await until(out(start('--proxy', '--port', '0', '--log-format', 'pretty')), 'README.zh-CN.md\n')
    expect(banner).toMatch(/base URL {3}http:\/\/127\.0\.0\.1:\d+ {3}proxy \(代理\); TLS \d+; SOCKS \d+\n/)
    expect(banner).toContain('  ca.pem\n')
    const line = JSON.parse(await until(out(start('--tls', '0', '--port', '0')), '\n'))
    expect(line).toMatchObject({ proxy_url: null, tls_port: expect.any(Number), socks_port: null, ca: '.wechatpay-mock/ca.pem' })
  })
})

describe('start --tls', () => {
  test('names the port that is in use, and says how to set another port', async ({ quickRun }) => {
    await using doored = await openDoored()
    const { tlsPort } = doored.doors
    expect(await quickRun('--port', '0', '--tls', String(tlsPort))).toMatchObject({
      code: 1,
      stderr: `Port ${tlsPort} on 127.0.0.1 is in use: set another port with --tls, or 0 for any free port (端口已被占用，请换一个)\n`,
    })
  })

  test('uses port 8443 without a value; a configuration file or an environment variable can also set the port', async ({
    quickRun,
    folder,
    variables,
  }) => {
    expect((await quickRun('config', '--tls')).stdout).toMatch(/^tls +8443 +flag --tls$/m)
    await writeFile(join(folder, 'mock.yaml'), 'tls: 1\nproxy: true\n')
    expect((await quickRun('config', '--config', 'mock.yaml')).stdout).toMatch(/^proxy +true +mock\.yaml\ntls +1 +mock\.yaml$/m)
    Object.assign(variables, { GOLDPLAN_MOCK_TLS: '2', GOLDPLAN_MOCK_PROXY: 'true' })
    expect((await quickRun('config')).stdout).toMatch(/^proxy +true +env GOLDPLAN_MOCK_PROXY\ntls +2 +env GOLDPLAN_MOCK_TLS$/m)
    expect(await quickRun('config', '--tls', 'x')).toMatchObject({
      code: 1,
      stderr: "option '--tls [port]' argument 'x' is invalid. A port is a whole number from 0 to 65535.\n",
    })
  })
})

test('the credentials of a server without a proxy and without TLS have null as `doors`', async () => {
  await using mock = await createMockServer()
  expect(mock.credentials.doors).toBeNull()
  expect((await mock.control.credentials()).doors).toBeNull()
})
