import { rightSigning, type Signing } from './mistaken-client.ts'

/** Sample requests, with and without escapes, spaces and a byte order mark. Every mistake in the catalogue changes at least one of them. */
export const SENT: Readonly<Record<string, Signing>> = {
  'a compact body with Chinese text and a query': rightSigning({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus?b=2&a=%E4%B8%AD%2F1+2',
    body: '{"sub_mchid":"1900000109","note":"商户/<小票>"}',
  }),
  'an escaped and spaced body': rightSigning({
    method: 'PATCH',
    target: '/v3/goldplan/merchants/open-advertising-show?',
    body: '\uFEFF{"sub_mchid": "1900000109", "note": "\\u5546\\/\\u003c\\u5c0f\\u003e"}\r\n',
  }),
  'no body': rightSigning({ method: 'GET', target: '/v3/certificates?algorithm_type=RSA', body: '' }),
  'a body with fields to sort': rightSigning({
    method: 'POST',
    target: '/v3/goldplan/merchants/changegoldplanstatus',
    body: '{"sub_mchid":"1900000109","operation_type":"OPEN"}',
  }),
  'a timestamp in milliseconds': inMilliseconds(
    rightSigning({ method: 'POST', target: '/v3/goldplan/merchants/close-advertising-show', body: '{"sub_mchid":"1900000109"}' }),
  ),
}

function inMilliseconds(signing: Signing): Signing {
  const timestamp = `${signing.timestamp}789`
  return { ...signing, timestamp, head: { ...signing.head, timestamp } }
}

/** The mistakes that a sample request has by itself, before another is made. */
export function alwaysWrong(title: string): string[] {
  return title === 'a timestamp in milliseconds' ? ['timestamp-in-milliseconds'] : []
}
