import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { createControl, developmentKeys } from '../../../contracts/index.ts'
import { send } from '../../send.ts'
import { OPEN, signedRequest } from '../../signed-request.ts'
import { connected, exchanged, secured, tunnel } from '../doors/doors-test.ts'
import { err, out, test, until } from './command-test.ts'

const TOKEN = 'token-that-nobody-may-see'

/** The first 40 characters of base64 in the PEM of a private key. They contain no line break. */
function inside(pem: string): string {
  return String(pem.match(/(?<=-----BEGIN [A-Z ]*PRIVATE KEY-----\n).+/)).slice(0, 40)
}

describe.each(['pretty', 'json'])('with --log-format %s', (form) => {
  test('the log, the journal and stdout contain neither a private key nor the control token', async ({ start, folder }) => {
    const options = ['--port', '0', '--proxy', '--control-token', TOKEN, '--log-level', 'debug', '--log-format', form]
    const child = start(...options)
    const log = text(err(child))
    const announced = await until(out(child), 'http://127.0.0.1:')
    const url = String(/http:\/\/127\.0\.0\.1:\d+/.exec(announced))
    const control = createControl(url, { token: TOKEN })
    const credentials = await control.credentials()
    const { mchid, private_key } = credentials
    for (const request of [await signedRequest(credentials), { ...(await signedRequest(credentials)), body: Buffer.from(`${OPEN} `) }])
      await send(url, request)
    const authority = { certificate: String(credentials.doors?.ca_certificate), privateKey: '' }
    const { socket } = await tunnel(url, 'api.mch.weixin.qq.com:443')
    const tls = await secured(socket, 'api.mch.weixin.qq.com', authority)
    await exchanged(tls, 'GET /v3/certificates HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    await tunnel(url, 'pay.mch.weixin.qq.com:443')
    await exchanged(await connected(Number(credentials.doors?.tls_port)), 'GET / HTTP/1.1\r\n\r\n')
    await expect.poll(async () => (await control.merchant(mchid).requests()).filter(({ diagnosis }) => diagnosis)).not.toEqual([])
    const journal = JSON.stringify([await control.merchant(mchid).requests(), await control.unclaimedRequests()])
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
    const shown = announced + journal + (await log)
    expect(shown).toContain('changegoldplanstatus')
    const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
    const authorityKey = await readFile(join(folder, '.wechatpay-mock/ca_key.pem'), 'utf8')
    const keys = [private_key, authorityKey, ...[merchant, platform, nextPlatform, platformPublicKey].map(({ privateKey }) => privateKey)]
    const secrets = [TOKEN, 'PRIVATE KEY', ...keys.map(inside)]
    expect(secrets.every((secret) => secret.length > 10)).toBe(true)
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
  })
})
