import { type Client, correctClient } from './mistaken-client.ts'

/** Requests with and without escapes, white space and byte order marks, so that every mistake of the catalogue changes at least one. */
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
  'a timestamp in milliseconds': inMilliseconds(
    correctClient({ method: 'POST', target: '/v3/goldplan/merchants/close-advertising-show', body: '{"sub_mchid":"1900000109"}' }),
  ),
}

function inMilliseconds(client: Client): Client {
  const timestamp = `${client.timestamp}789`
  return { ...client, timestamp, head: { ...client.head, timestamp } }
}

/** The mistakes that a request has from the start. */
export function alwaysWrong(title: string): string[] {
  return title === 'a timestamp in milliseconds' ? ['timestamp-in-milliseconds'] : []
}
