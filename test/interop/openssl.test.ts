import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { digesting } from '../../contracts/diagnosis/catalogue/key-and-algorithm.ts'
import { BODY_AXES, HEAD_AXES } from '../../contracts/diagnosis/catalogue/mistake-order.ts'
import { decryptField, developmentKeys, encryptField, vectors } from '../../contracts/index.ts'
import { createMockServer, type MockServer } from '../../mock-server/index.ts'
import { emptyFolder } from '../empty-folder.ts'
import { sampleOf } from '../every.ts'
import { send } from '../send.ts'
import { CHANGE_STATUS, OPEN, signedRequest } from '../signed-request.ts'

const missing = spawnSync('openssl', ['version']).error !== undefined

const test = base.extend<{ mock: MockServer; file: (name: string, content: string | Buffer) => Promise<string> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  mock: async ({}, use) => {
    await using mock = await createMockServer()
    await use(mock)
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  file: async ({}, use) => {
    const folder = emptyFolder()
    await use(async (name, content) => {
      await writeFile(join(folder, name), content)
      return join(folder, name)
    })
  },
})

describe.skipIf(missing)(`the openssl command${missing ? ' (skipped: openssl is not installed)' : ''}`, () => {
  test('creates a request signature that the server accepts', async ({ mock, file }) => {
    const { mchid, serial_no, private_key } = mock.credentials
    const timestamp = Math.floor(Date.now() / 1000)
    const message = await file('message', `POST\n${CHANGE_STATUS}\n${timestamp}\nfrom-openssl\n${OPEN}\n`)
    const signature = execFileSync('openssl', ['dgst', '-sha256', '-sign', await file('key.pem', private_key), message]).toString('base64')
    const fields = `mchid="${mchid}",nonce_str="from-openssl",signature="${signature}",timestamp="${timestamp}",serial_no="${serial_no}"`
    const headers = { Authorization: `WECHATPAY2-SHA256-RSA2048 ${fields}` }
    const { status, body } = await send(mock.url, await signedRequest(mock.credentials, { headers }))
    expect({ status, body }).toEqual({ status: 200, body: '{"sub_mchid":"1900000109"}' })
  })

  test('verifies the signature of an answer, and refuses the same signature for a changed body', async ({ mock, file }) => {
    const { headers, body } = await send(mock.url, await signedRequest(mock.credentials))
    const certificate = await file('platform.pem', mock.credentials.platform_certificates[0]?.certificate ?? '')
    const publicKey = await file('public.pem', execFileSync('openssl', ['x509', '-in', certificate, '-pubkey', '-noout']))
    const signature = await file('signature', Buffer.from(String(headers['wechatpay-signature']), 'base64'))
    const verdict = async (answer: string) => {
      const message = await file('message', `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${answer}\n`)
      return spawnSync('openssl', ['dgst', '-sha256', '-verify', publicKey, '-signature', signature, message]).stdout.toString().trim()
    }
    expect(await verdict(body)).toBe('Verified OK')
    expect(await verdict(`${body} `)).toMatch(/Verification failure/i)
  })

  test('finds the same serial number in the shipped certificate as the credentials state', async ({ mock, file }) => {
    const certificate = await file('cert.pem', mock.credentials.certificate)
    expect(execFileSync('openssl', ['x509', '-in', certificate, '-noout', '-serial']).toString().trim()).toBe(
      `serial=${mock.credentials.serial_no}`,
    )
  })

  test('creates the signatures that the golden vectors have for requests and answers', async ({ file }) => {
    const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
    const signers = [merchant, platform, nextPlatform, { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }]
    const keys = new Map<string, string>()
    for (const { serial, privateKey } of signers) keys.set(serial, await file(`${serial}.pem`, privateKey))
    const { requests, gate } = read(vectors.requests)
    const responses = read(vectors.responses).responses.filter(({ verdict }: { verdict: string }) => verdict === 'valid')
    for (const vector of sampleOf<Vector>([...requests, ...gate, ...responses], 8)) {
      const message = await file('message', bytesOf(vector, 'message'))
      const key = keys.get(vector.headers?.['Wechatpay-Serial'] ?? merchant.serial) ?? ''
      const signature = execFileSync('openssl', ['dgst', '-sha256', '-sign', key, message]).toString('base64')
      expect(signature, vector.name).toBe(vector.signature)
    }
  })

  test('decrypts the valid fields in the golden vectors, and refuses invalid ciphertexts', async ({ file }) => {
    const { keys, fields } = read(vectors.fields)
    for (const { name, serial_no, ciphertext, text } of fields) {
      const [{ private_key }] = keys.filter((key: Vector) => key.serial_no === serial_no)
      const input = await file('ciphertext', Buffer.from(ciphertext, 'base64'))
      const { status, stdout } = spawnSync('openssl', [
        'pkeyutl',
        '-decrypt',
        '-inkey',
        await file('key.pem', private_key),
        ...OAEP,
        '-in',
        input,
      ])
      if (text !== null) expect(stdout.toString(), name).toBe(text)
      // Skips fields with invalid base64, because openssl gets the decoded bytes. Skips the text in GBK, because openssl does not check
      // that a text is UTF-8.
      else if (Buffer.from(ciphertext, 'base64').toString('base64') === ciphertext && name !== 'a text in GBK')
        expect(status, name).not.toBe(0)
    }
  })

  test('encrypts a field that decryptField can decrypt, and decrypts a field that encryptField encrypted', async ({ file }) => {
    const { merchant, platformPublicKey } = developmentKeys
    const key = await file('public.pem', platformPublicKey.publicKey)
    const encrypted = execFileSync('openssl', ['pkeyutl', '-encrypt', '-pubin', '-inkey', key, ...OAEP, '-in', await file('text', '张三')])
    expect(decryptField(encrypted.toString('base64'), platformPublicKey.privateKey)).toBe('张三')
    const own = await file('own.pem', merchant.privateKey)
    const written = await file('field', Buffer.from(encryptField('张三', merchant.certificate), 'base64'))
    expect(execFileSync('openssl', ['pkeyutl', '-decrypt', '-inkey', own, ...OAEP, '-in', written]).toString()).toBe('张三')
  })

  test('confirms that the signature in a mistake vector was made over the message that the vector states as signed', async ({ file }) => {
    const certificate = await file('cert.pem', developmentKeys.merchant.certificate)
    const publicKey = await file('public.pem', execFileSync('openssl', ['x509', '-in', certificate, '-pubkey', '-noout']))
    const inTheMessage = [...HEAD_AXES, ...BODY_AXES, digesting].flatMap(({ mistakes }) => mistakes.map(({ id }) => id))
    const mistakes = read(vectors.mistakes).mistakes.filter(({ name }: { name: string }) => inTheMessage.includes(name))
    expect(mistakes).toHaveLength(inTheMessage.length)
    for (const vector of sampleOf<Vector>(mistakes, 8)) {
      const [, base64 = ''] = /signature="([^"]+)"/.exec(vector.request.authorization) ?? []
      const signature = await file('signature', Buffer.from(base64, 'base64'))
      const signed = await file('signed', bytesOf(vector, 'signed'))
      const { stdout } = spawnSync('openssl', ['dgst', '-sha256', '-verify', publicKey, '-signature', signature, signed])
      expect(stdout.toString().trim(), vector.name).toBe('Verified OK')
    }
  })
})

const OAEP = ['-pkeyopt', 'rsa_padding_mode:oaep', '-pkeyopt', 'rsa_oaep_md:sha1']

// biome-ignore lint/suspicious/noExplicitAny: the vectors are JSON files that have no types
type Vector = any

function read(url: URL): Vector {
  return JSON.parse(readFileSync(url, 'utf8'))
}

function bytesOf(vector: Record<string, string>, name: string): Buffer {
  const text = vector[name]
  return text === undefined ? Buffer.from(String(vector[`${name}_base64`]), 'base64') : Buffer.from(text)
}
