import { Buffer } from 'node:buffer'
import { describe, expect } from 'vitest'
import type { Diagnosis } from '../../../contracts/index.ts'
import { REQUEST_BYTES_LIMIT } from '../../../contracts/request-headers.ts'
import { test } from '../../control-test.ts'
import { OPEN } from '../../signed-request.ts'

const EXPLAIN = { 'Mock-Explain': '1' }
const BOM = '\uFEFF'

describe('a request body', () => {
  test.for<[string, string | Uint8Array, string, string]>([
    ['no body', '', 'sent-body-empty', 'The request has no body, so it names no field.'],
    ['a byte order mark', `${BOM}${OPEN}`, 'sent-body-with-bom', 'byte order mark (EF BB BF)'],
    ['UTF-16', Buffer.from(OPEN, 'utf16le'), 'sent-body-with-nul', 'probably in UTF-16'],
    ['a form', 'sub_mchid=1900000109&operation_type=OPEN', 'sent-body-form', 'not JSON: sub_mchid=1900000109&operation_type=OPEN'],
    ['XML after a line feed', '\n<xml></xml>', 'sent-body-xml', 'The body is XML'],
    ['XML', '<xml><mch_id>1</mch_id></xml>', 'sent-body-xml', 'not JSON: <xml>'],
    ['a Python dict', "{'sub_mchid': '1900000109'}", 'sent-body-single-quotes', "str() of a dict: {'sub_mchid'"],
    ['a Python list with blanks', " [ 'a' ]", 'sent-body-single-quotes', 'str() of a dict:'],
    ['a comma too many', '{"sub_mchid":"1900000109",}', 'sent-body-not-json', 'The body is not JSON (Expected '],
    ['a comma after an equals sign', '{"sub_mchid":"a=b",}', 'sent-body-not-json', 'The body is not JSON ('],
    ['an emoji', '{"sub_mchid":"😀"}', 'sent-body-with-long-character', 'a character of four bytes: 😀.'],
    ['the first character of four bytes', '{"sub_mchid":"\u{10000}"}', 'sent-body-with-long-character', 'a character of four bytes: '],
    ['GBK', Buffer.from([0x7b, 0x22, 0xd5, 0xc5, 0x22, 0x7d]), 'sent-body-not-utf-8', 'The body is not UTF-8.'],
    ['too many bytes', ' '.repeat(REQUEST_BYTES_LIMIT + 1), 'sent-body-too-large', 'The body has more than 65536 bytes.'],
  ])('is refused although its signature is right, and the diagnosis names the mistake: %s', async ([, body, id, said], { own, call }) => {
    const { status, headers } = await call({ body, headers: EXPLAIN })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect({ status, mistakes }).toMatchObject({ status: 400, mistakes: [{ id, message: expect.stringContaining(said) }] })
    expect(await own.requests()).toMatchObject([{ diagnosis: { key: null, signed: null, mistakes: [{ id }] } }])
  })

  test('is refused when it is compressed, and the diagnosis names the Content-Encoding', async ({ call }) => {
    const { status, headers } = await call({ headers: { ...EXPLAIN, 'Content-Encoding': 'gzip' } })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect({ status, mistakes }).toMatchObject({
      status: 400,
      mistakes: [{ id: 'content-encoding-unsupported', message: expect.stringContaining(': gzip.') }],
    })
  })

  test('is accepted with the Content-Encoding identity, in any letter case', async ({ call }) => {
    expect((await call({ headers: { 'Content-Encoding': 'Identity' } })).status).toBe(200)
  })

  test.for(['INVALID_REQUEST', 'INVALID_REQUEST_NOT_UTF8', 'PARAM_ERROR_MISSING_UNPARSED'])(
    'has no diagnosis when a fault causes the error %s',
    async (example, { own, call }) => {
      await own.addFault({ example })
      const { status, headers } = await call({ headers: EXPLAIN })
      expect([status, headers['mock-diagnosis']]).toEqual([400, 'null'])
    },
  )

  test('has no diagnosis when it is too large but the path is unknown', async ({ call }) => {
    const { status, headers } = await call({ target: '/v3/nothing', body: ' '.repeat(REQUEST_BYTES_LIMIT + 1), headers: EXPLAIN })
    expect([status, headers['mock-diagnosis']]).toEqual([404, 'null'])
  })

  test('is not explained when the signature is wrong, because the gateway checks the signature first', async ({ call }) => {
    const { status, headers } = await call({ body: 'a=b', headers: { ...EXPLAIN, Authorization: 'Basic YTpi' } })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect([status, mistakes[0]?.id]).toEqual([401, 'authorization-other-scheme'])
  })
})
