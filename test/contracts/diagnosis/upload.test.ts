import { sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { developmentKeys, diagnose, formatAuthorization } from '../../../contracts/index.ts'

// The uploads are written and signed here as real clients do it. They are not made from the catalogue of mistakes.

const { mchid, serial, privateKey, certificate } = developmentKeys.merchant
const HEAD = 'POST\n/v3/merchant/media/upload\n1554208460\n593BEC0C930BF1AF\n'
const META = '{"filename":"商户.jpg","sha256":"2c26b46b68ffc68ff99b453c1d304134"}'

function formOf(meta: string, disposition: string, file: Buffer): Buffer {
  const parts = [
    `--boundary\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/json\r\n\r\n${meta}\r\n`,
    '--boundary\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpg\r\n\r\n',
  ]
  return Buffer.concat([Buffer.from(parts.join('')), file, Buffer.from('\r\n--boundary--\r\n')])
}

interface Sent {
  readonly disposition?: string
  readonly file?: Buffer
  readonly contentType?: string
}

const JPEG = Buffer.from('ffd8ffe000104a46', 'hex')

/** Signs what `signed` returns, diagnoses an upload with this signature, and returns the IDs of the mistakes found. */
async function namedFor(
  signed: (form: Buffer) => string | Buffer,
  { disposition = 'form-data; name="meta"', file = JPEG, contentType = 'multipart/form-data; boundary=boundary' }: Sent = {},
): Promise<string[]> {
  const body = formOf(META, disposition, file)
  const message = Buffer.concat([Buffer.from(HEAD), Buffer.from(signed(body)), Buffer.from('\n')])
  const signature = sign('sha256', message, privateKey).toString('base64')
  const authorization = formatAuthorization({ mchid, serial, nonce: '593BEC0C930BF1AF', timestamp: '1554208460', signature })
  const request = { method: 'POST', target: '/v3/merchant/media/upload', authorization, contentType, body }
  const { mistakes } = await diagnose(request, { keys: [{ mchid, serial, pem: certificate }] })
  return mistakes.map(({ id }) => id)
}

describe('the upload of a client', () => {
  test.for<[string, string[], (form: Buffer) => string | Buffer, Sent?]>([
    ['its part meta', [], () => META],
    ['its part meta, and ends Content-Disposition with a semicolon', [], () => META, { disposition: 'form-data; name="meta";' }],
    [
      'its part meta, and writes Content-Type with other capitals',
      [],
      () => META,
      { contentType: 'Multipart/Form-Data;BOUNDARY="boundary"; charset=utf-8' },
    ],
    ['the whole body', ['multipart-whole-body'], (form) => form],
    ['the whole body of a large file', ['multipart-whole-body'], (form) => form, { file: Buffer.alloc(2_000_000, 'x') }],
    ['the whole body as text', ['multipart-whole-body'], (form) => String(form), { file: Buffer.from('text') }],
    ['nothing', ['multipart-signed-empty'], () => ''],
    ['the file', ['multipart-file-signed'], () => JPEG],
    ['its part meta with spaces', ['body-python-spacing'], () => '{"filename": "商户.jpg", "sha256": "2c26b46b68ffc68ff99b453c1d304134"}'],
    [
      'its part meta with its fields in another order',
      ['body-keys-reordered'],
      () => '{"sha256":"2c26b46b68ffc68ff99b453c1d304134","filename":"商户.jpg"}',
    ],
    [
      'its part meta with escapes',
      ['body-non-ascii-escaped'],
      () => '{"filename":"\\u5546\\u6237.jpg","sha256":"2c26b46b68ffc68ff99b453c1d304134"}',
    ],
    ['its part meta, sent as a file', ['multipart-meta-missing'], () => META, { disposition: 'form-data; name="meta"; filename="blob"' }],
    ['its part meta, sent under another name', ['multipart-meta-missing'], () => META, { disposition: 'form-data; name="metadata"' }],
    ['the file, and sends no part meta', ['multipart-file-signed'], () => JPEG, { disposition: 'form-data; name="metadata"' }],
    ['nothing, and sends no part meta', [], () => '', { disposition: 'form-data; name="metadata"' }],
    ['nothing, and names no boundary', [], () => '', { contentType: 'multipart/form-data' }],
  ])('that signs %s is diagnosed with the mistakes %j', async ([, wanted, signed, sent]) => {
    expect(await namedFor(signed, sent)).toEqual(wanted)
  })
})
