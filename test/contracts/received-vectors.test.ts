import { execFileSync, spawnSync } from 'node:child_process'
import { createDecipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  developmentKeys,
  diagnoseNotification,
  diagnoseResponse,
  importPublicKey,
  ResponseVerificationError,
  vectors,
  verifyResponse,
} from '../../contracts/index.ts'
import { emptyFolder } from '../empty-folder.ts'

// biome-ignore lint/suspicious/noExplicitAny: the vectors are data for any language
type Vector = any

function read(name: keyof typeof vectors): Vector {
  return JSON.parse(readFileSync(vectors[name], 'utf8'))
}

function bytes(vector: Vector, name: string): Buffer | undefined {
  const [text, base64] = [vector[name], vector[`${name}_base64`]]
  if (text === undefined && base64 === undefined) return undefined
  return text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)
}

const keysOf = (keys: Vector) => keys?.map((key: Vector) => ({ serial: key.serial_no, pem: key.pem }))

/** The check at which `verifyResponse` refuses a vector; `valid` when it accepts the vector. */
async function verdictOf(headers: Record<string, string>, body: Buffer, keys: Vector, now: number): Promise<string> {
  const known = new Map<string, () => ReturnType<typeof importPublicKey>>(
    keysOf(keys).map(({ serial, pem }: { serial: string; pem: string }) => [serial, () => importPublicKey(pem)]),
  )
  const names = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const response = { header: (name: string) => names.get(name.toLowerCase()) ?? null, body }
  return verifyResponse(response, { now: () => now * 1000, keys: known }).then(
    () => 'valid',
    (error) => (error instanceof ResponseVerificationError ? error.check : Promise.reject(error)),
  )
}

const { keys, api_v3_key: apiV3Key, notifications } = read('notifications')

describe('the vectors of notifications', () => {
  test('begin with a vector whose signature message has a timestamp, a nonce and the body on three lines', () => {
    const [first] = notifications
    expect(first.message).toMatch(
      /^1700000000\nd824f2e086d3C1df967785d13fcd22ef\n\{"id":"f994ecf7-60a3-537e-85d1-7dad28f7bfe8",.*"resource":\{.*\}\}\n$/,
    )
    expect(first.message.split('\n')[2]).toBe(first.body)
  })

  test.for<[string, Vector]>(notifications.map((vector: Vector) => [vector.name, vector]))(
    'are verified and decrypted: %s',
    async ([, vector]) => {
      expect(await verdictOf(vector.headers, Buffer.from(vector.body), keys, vector.now)).toBe('valid')
      const { ciphertext, nonce, associated_data } = JSON.parse(vector.body).resource
      const sealed = Buffer.from(ciphertext, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce)
        .setAAD(Buffer.from(associated_data))
        .setAuthTag(sealed.subarray(-16))
      expect(decipher.update(sealed.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')).toBe(vector.resource)
      const circumstances = { keys: keysOf(keys), now: vector.now * 1000, apiV3Key }
      expect(await diagnoseNotification(vector, circumstances)).toMatchObject({ verdict: 'valid', mistakes: [], signed: vector.message })
    },
  )

  test('cover the keys of both platform certificates and the WeChat Pay public key', () => {
    const signers = new Set(notifications.map(({ headers }: Vector) => headers['Wechatpay-Serial']))
    const { platform, nextPlatform, platformPublicKey } = developmentKeys
    expect(signers).toEqual(new Set([platform.serial, platformPublicKey.id, nextPlatform.serial]))
  })

  test.skipIf(spawnSync('openssl', ['version']).error)('have signatures that openssl verifies (needs openssl)', async () => {
    const folder = emptyFolder()
    const file = async (name: string, content: string | Buffer) => {
      await writeFile(join(folder, name), content)
      return join(folder, name)
    }
    for (const vector of notifications) {
      const { pem } = keysOf(keys).find(({ serial }: { serial: string }) => serial === vector.headers['Wechatpay-Serial'])
      const publicKey = pem.includes('CERTIFICATE') ? String(execFileSync('openssl', ['x509', '-pubkey', '-noout'], { input: pem })) : pem
      const [key, signature] = [await file('key.pem', publicKey), await file('signature', Buffer.from(vector.signature, 'base64'))]
      const verify = ['dgst', '-sha256', '-verify', key, '-signature', signature]
      expect(String(execFileSync('openssl', verify, { input: vector.message })), vector.name).toBe('Verified OK\n')
    }
  })

  const hasCryptography = spawnSync('python3', ['-c', 'import cryptography']).status === 0
  test.skipIf(!hasCryptography)("are decrypted by Python's package cryptography (needs python3 and this package)", () => {
    const output = execFileSync('python3', ['-c', DECRYPT], { input: readFileSync(vectors.notifications) })
    expect(JSON.parse(String(output))).toEqual(notifications.map(({ resource }: Vector) => resource))
  })
})

const DECRYPT = `import base64, json, sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
vectors = json.load(sys.stdin.buffer)
key = AESGCM(vectors['api_v3_key'].encode())
texts = []
for vector in vectors['notifications']:
    resource = json.loads(vector['body'])['resource']
    nonce, data = resource['nonce'].encode(), resource['associated_data'].encode()
    texts.append(key.decrypt(nonce, base64.b64decode(resource['ciphertext']), data).decode())
print(json.dumps(texts))`

describe('the vectors of mistakes in answers, in notifications and in their verification', () => {
  const received = read('receivedMistakes')

  test.for<[string, Vector]>(received.mistakes.map((vector: Vector) => [vector.name, vector]))(
    'have the same mistakes and the same check as the diagnosis: %s',
    async ([, vector]) => {
      const { headers, now, others } = vector
      const [message, key, otherKeys] = [bytes(vector, 'message'), bytes(vector, 'api_v3_key'), keysOf(vector.other_keys)]
      const diagnosis = await (vector.kind === 'answer' ? diagnoseResponse : diagnoseNotification)(
        { headers, body: bytes(vector, 'body') ?? vector.body_json },
        {
          keys: keysOf(vector.keys ?? received.keys),
          ...(otherKeys && { otherKeys }),
          ...(now !== undefined && { now: now * 1000 }),
          ...(message && { message }),
          ...(key && { apiV3Key: key }),
          ...(others && { others: others.map((other: Vector) => ({ headers: other.headers, body: bytes(other, 'body') })) }),
        },
      )
      expect(diagnosis.mistakes.map(({ id }) => id)).toEqual(vector.mistakes)
      expect(diagnosis.check).toBe(vector.check)
    },
  )

  test.for<[string, Vector]>(received.mistakes.map((vector: Vector) => [vector.name, vector]))(
    'are refused by verifyResponse if it checks for their mistake, and accepted otherwise: %s',
    async ([name, vector]) => {
      const body = bytes(vector, 'body') ?? Buffer.from(JSON.stringify(vector.body_json))
      const verdict = await verdictOf(vector.headers, body, vector.keys ?? received.keys, vector.now ?? 1_700_000_000)
      // For a wrong header, verifyResponse and the diagnosis may name different checks. Some vectors have a mistake in the text that the
      // program verified or in the content of the body. verifyResponse accepts these vectors, because it looks at neither.
      if (vector.check === 'headers') expect({ name, verdict }).not.toEqual({ name, verdict: 'valid' })
      else expect({ name, verdict }).toEqual({ name, verdict: /^(?:verified|resource|notification)-/.test(name) ? 'valid' : vector.check })
    },
  )

  test('have unique names', () => {
    const names = received.mistakes.map(({ name }: Vector) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
