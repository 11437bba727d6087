import { Buffer } from 'node:buffer'
import { readBody } from '../../diagnosis/body.ts'
import { encodeGbk } from '../../diagnosis/gbk.ts'
import { type BodyPart, metaOf } from '../../wire/signed-body.ts'
import { type Client, correctClient } from './signing-client.ts'

const META = Buffer.from('{"filename":"a.jpg","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}')

/**
 * The requests in which mistakes are made, by title. They differ in escapes, white space and byte order marks, for example. Each mistake of
 * the catalogue can be made in at least one of them.
 */
export const SENT: Readonly<Record<string, Client>> = {
  'a compact body with Chinese text and a query': correctClient({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus?b=2&a=%E4%B8%AD%2F1+2',
    body: '{"sub_mchid":"1900000109","note":"商户/<小票>"}',
  }),
  'an escaped and spaced body': correctClient({
    method: 'PATCH',
    target: '/v3/goldplan/merchants/open-advertising-show?',
    body: '\uFEFF{"sub_mchid": "1900000109", "note": "\\u5546\\/\\u003c\\u5c0f\\u003e"}\r\n',
  }),
  'no body': correctClient({ method: 'GET', target: '/v3/certificates?algorithm_type=RSA', body: '' }),
  'a body with fields to sort': correctClient({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus',
    body: '{"sub_mchid":"1900000109","operation_type":"OPEN"}',
  }),
  'values and symbols of many kinds': correctClient({
    method: 'POST',
    target: '/v3/pay/partner/transactions/id/1217752501201407033233368018?sub_mchid=1900000109',
    body: `{"attach":"a=b+c & 'd' (e)","amount":{"total":100,"currency":"CNY"},"detail":null,"scene_info":null,"count":"1","note":"商户"}`,
  }),
  'a body within a data object, on several lines': correctClient({
    method: 'POST',
    target: '/api-weixin/v3/goldplan/merchants/changegoldplanstatus?sub_mchid=1900000109',
    body: '{\r\n  "data": {\r\n    "sub_mchid": "1900000109",\r\n    "amount": 1.0\r\n  }\r\n}',
  }),
  'Chinese text that was read as GBK': correctClient({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus',
    body: '{"sub_mchid":"1900000109","note":"娴嬭瘯鍟嗗搧"}',
  }),
  'Chinese text that was read as Latin-1': correctClient({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus',
    body: `{"sub_mchid":"1900000109","note":"${Buffer.from('测试商品').toString('latin1')}"}`,
  }),
  'Chinese text in GBK': correctClient({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus',
    body: encodeGbk('{"sub_mchid":"1900000109","note":"测试商品"}'),
  }),
  'question marks instead of Chinese text': afterChineseText(
    correctClient({
      method: 'POST',
      target: '/v3/goldplan/merchants/changegoldplanstatus',
      body: '{"sub_mchid":"1900000109","note":"????"}',
    }),
  ),
  'a form with a file': uploadOf([
    { name: 'meta', filename: undefined, bytes: META },
    { name: 'file', filename: 'a.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) },
  ]),
  'a form whose part meta is a file': uploadOf([
    { name: 'meta', filename: 'blob', bytes: META },
    { name: 'file', filename: 'a.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) },
  ]),
  'a timestamp in milliseconds': inMilliseconds(
    correctClient({ method: 'POST', target: '/v3/goldplan/merchants/close-advertising-show', body: '{"sub_mchid":"1900000109"}' }),
  ),
}

/** Returns a client that uploads a form with these parts. Its signature covers only `meta`, or nothing if `meta` is a file. */
function uploadOf(parts: readonly BodyPart[]): Client {
  const whole = Buffer.concat([...parts.flatMap(partBytes), Buffer.from('--boundary--\r\n')])
  const client = correctClient({ method: 'POST', target: '/v3/merchant/media/upload', body: whole })
  return {
    ...client,
    sent: { ...client.sent, contentType: 'multipart/form-data; boundary=boundary' },
    body: readBody(metaOf(parts)?.bytes ?? Buffer.alloc(0)),
    circumstances: { ...client.circumstances, form: { whole, parts } },
  }
}

function partBytes({ name, filename, bytes }: BodyPart): Uint8Array[] {
  const disposition = `Content-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}`
  return [Buffer.from(`--boundary\r\n${disposition}\r\n\r\n`), bytes, Buffer.from('\r\n')]
}

function inMilliseconds(client: Client): Client {
  const timestamp = `${client.timestamp}789`
  return { ...client, timestamp, head: { ...client.head, timestamp } }
}

function afterChineseText(client: Client): Client {
  const previousBodies = [Buffer.from('{"sub_mchid":"1900000109","note":"测试商品"}')]
  return { ...client, circumstances: { ...client.circumstances, previousBodies } }
}

/** The IDs of the mistakes that the request with this title has from the start. */
export function alwaysWrong(title: string): string[] {
  return title === 'a timestamp in milliseconds' ? ['timestamp-in-milliseconds'] : []
}
