import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  ApiError,
  certificateSerial,
  decryptField,
  developmentKeys,
  diagnose,
  diagnoseField,
  importPublicKey,
  openCertificate,
  ResponseVerificationError,
  vectors,
  verify,
  verifyRequest,
  verifyResponse,
} from '../../contracts/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: the vectors are data for any language
function read(name: keyof typeof vectors): any {
  return JSON.parse(readFileSync(vectors[name], 'utf8'))
}

function bytes(vector: Record<string, string>, name: string): Buffer<ArrayBuffer> {
  const text = vector[name]
  return text === undefined ? Buffer.from(String(vector[`${name}_base64`]), 'base64') : Buffer.from(text)
}

const { mchid, serial_no, requests, gate, uploads } = read('requests')
const { merchant } = developmentKeys

describe('the vectors of requests', () => {
  test.for<[string, string]>([
    [
      'a compact body',
      'POST\n/v3/goldplan/merchants/changegoldplanstatus\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n{"sub_mchid":"1900000109","operation_type":"OPEN"}\n',
    ],
    [
      'an upload',
      'POST\n/v3/merchant/media/upload\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n{"filename":"商户.jpg","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}\n',
    ],
    ['an upload whose part meta is a file', 'POST\n/v3/merchant/media/upload\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n'],
    ['GET without a body', 'GET\n/v3/certificates\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n'],
    ['a query', 'GET\n/v3/certificates?algorithm_type=RSA\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n'],
    [
      'PATCH',
      'PATCH\n/v3/goldplan/merchants/open-advertising-show\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n{"sub_mchid":"1900000109"}\n',
    ],
    [
      'a line feed after the body',
      'POST\n/v3/goldplan/merchants/changegoldplanstatus\n1700000000\n593BEC0C930BF1AFEB40B4A08C8FB242\n{"sub_mchid":"1900000109","operation_type":"OPEN"}\n\n',
    ],
    [
      'a short random string',
      'POST\n/v3/goldplan/merchants/changegoldplanstatus\n1700000000\n123adsddf\n{"sub_mchid":"1900000109","operation_type":"OPEN"}\n',
    ],
  ])('have the signature message that this test states: %s', ([name, message]) => {
    expect([...requests, ...uploads].find((vector: { name: string }) => vector.name === name).message).toBe(message)
  })

  test('have valid signatures, each over a different message', async () => {
    const key = await importPublicKey(merchant.certificate)
    for (const vector of requests) expect(await verify(bytes(vector, 'message'), vector.signature, key), vector.name).toBe(true)
    expect(new Set(requests.map((vector: { signature: string }) => vector.signature)).size).toBe(requests.length)
  })

  // biome-ignore lint/suspicious/noExplicitAny: as above
  test.for<[string, any]>([...requests, ...gate, ...uploads].map((vector) => [vector.name, vector]))(
    'have the verdict that verifyRequest gives: %s',
    async ([, vector]) => {
      const { request, authorization, now, verdict } = vector
      const publicKey = await importPublicKey(merchant.certificate)
      const registry = {
        now: () => now * 1000,
        find: (number: string, serial: string) => (number === mchid && serial === serial_no ? { merchant: number, publicKey } : undefined),
      }
      const { method, target, content_type: contentType } = request
      const received = { method, target, contentType, authorization, body: bytes(request, 'body') }
      const seen = await verifyRequest(received, registry).then(
        () => 'valid',
        (error) => (error instanceof ApiError ? error.example : error),
      )
      expect(seen).toBe(verdict)
    },
  )

  test('cover both sides of the clock tolerance and every kind of refusal', () => {
    const verdicts = new Set(gate.map(({ verdict }: { verdict: string }) => verdict))
    expect([...verdicts].sort()).toEqual([
      'SIGN_ERROR_AUTHORIZATION_FORMAT',
      'SIGN_ERROR_AUTHORIZATION_SCHEME',
      'SIGN_ERROR_CERTIFICATE_SERIAL',
      'SIGN_ERROR_SIGNATURE',
      'SIGN_ERROR_TIMESTAMP',
      'valid',
    ])
    expect(new Set(gate.map(({ now }: { now: number }) => now - 1_700_000_000))).toEqual(new Set([0, 299, 300, 301, -299, -300, -301]))
  })
})

describe('the vectors of answers', () => {
  const { keys, responses } = read('responses')

  // biome-ignore lint/suspicious/noExplicitAny: as above
  test.for<[string, any]>(responses.map((vector: any) => [vector.name, vector]))(
    'have the verdict that verifyResponse gives: %s',
    async ([, vector]) => {
      const known = new Map(
        keys.map((key: Record<string, string>) => [
          key['serial_no'],
          () => importPublicKey(String(key['certificate'] ?? key['public_key'])),
        ]),
      ) as Map<string, () => ReturnType<typeof importPublicKey>>
      const headers = new Headers(vector.headers)
      const response = { header: (name: string) => headers.get(name), body: Buffer.from(vector.body) }
      const seen = await verifyResponse(response, { now: () => vector.now * 1000, keys: known }).then(
        () => 'valid',
        (error) => (error instanceof ResponseVerificationError ? error.check : error),
      )
      expect(seen).toBe(vector.verdict)
    },
  )

  test('have the signature messages that this test states, with and without a body', () => {
    const [first] = responses
    expect(first.message).toBe('1700000000\nd824f2e086d3c1df967785d13fcd22ef\n{"sub_mchid":"1900000109"}\n')
    expect(responses.find(({ status }: { status: number }) => status === 204).message).toBe(
      '1700000000\nd824f2e086d3c1df967785d13fcd22ef\n\n',
    )
  })
})

describe('the vectors of certificates', () => {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  test.for<[string, any]>(read('certificates').certificates.map((vector: any) => [vector.name, vector]))(
    'are decrypted or refused as they state: %s',
    async ([, vector]) => {
      const opened = await openCertificate(vector.envelope, vector.api_v3_key).catch(() => null)
      expect(opened).toBe(vector.certificate)
      if (opened !== null) expect(certificateSerial(opened)).toMatch(/^6D6F636B2D/)
    },
  )
})

describe('the vectors of fields', () => {
  const { keys, fields } = read('fields')
  const known = keys.map((key: Record<string, string>) => ({
    serial: key['serial_no'],
    owner: key['owner'],
    status: 'valid',
    privateKey: key['private_key'],
  }))

  // biome-ignore lint/suspicious/noExplicitAny: as above
  test.for<[string, any]>(fields.map((vector: any) => [vector.name, vector]))(
    'are decrypted or refused as they state: %s',
    async ([, vector]) => {
      const { privateKey } = known.find(({ serial }: { serial: string }) => serial === vector.serial_no)
      if (vector.text === null) expect(() => decryptField(vector.ciphertext, privateKey)).toThrow(TypeError)
      else expect(decryptField(vector.ciphertext, privateKey)).toBe(vector.text)
      if (privateKey === merchant.privateKey) return
      const { mistakes } = await diagnoseField(vector.ciphertext, { serial: vector.serial_no, keys: known })
      expect(mistakes.map(({ id }) => id)).toEqual(vector.mistakes)
    },
  )
})

/** The body of the client's previous request, for a vector without `previous_bodies`. */
const PREVIOUS_BODY = '{"sub_mchid":"1900000110","operation_type":"CLOSE","operation_pay_scene":"JSAPI"}'

describe('the vectors of mistakes', () => {
  const { keys, mistakes } = read('mistakes')

  // biome-ignore lint/suspicious/noExplicitAny: as above
  test.for<[string, any]>(mistakes.map((vector: any) => [vector.name, vector]))(
    'state the mistakes that the diagnosis names: %s',
    async ([, vector]) => {
      const { method, target, content_type: contentType, authorization } = vector.request
      const known = keys.map((key: Record<string, string>, index: number) => ({
        mchid: key['mchid'],
        serial: key['serial_no'],
        pem: key['pem'],
        status: index === 0 ? vector.certificate_status : key['status'],
      }))
      const received = { method, target, contentType, authorization: authorization ?? undefined, body: bytes(vector.request, 'body') }
      const hasRest = Object.keys(vector.request).some((name) => name.startsWith('rest'))
      const request = { ...received, ...(hasRest && { rest: bytes(vector.request, 'rest') }) }
      const previousBodies = (vector.previous_bodies ?? [PREVIOUS_BODY]).map((text: string) => Buffer.from(text))
      const diagnosis = await diagnose(request, {
        now: vector.now * 1000,
        keys: known,
        previousBodies,
        host: '127.0.0.1:8920',
        subMchids: ['1900000109'],
      })
      expect(diagnosis.mistakes.map(({ id }) => id).sort()).toEqual(vector.mistakes.toSorted())
    },
  )
})
