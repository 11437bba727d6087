import { describe, expect, test } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { authorization, complaint, explain, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

function collection(items: unknown[], rest: object = {}): string {
  return JSON.stringify({
    info: { name: 'a', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: items,
    ...rest,
  })
}

async function item(request: object = {}): Promise<object> {
  const header = [
    { key: 'Accept', value: 'application/json', type: 'text' },
    { key: 'Authorization', value: 'off', disabled: true },
    { key: 'Authorization', value: await authorization() },
  ]
  return {
    name: 'a',
    request: { method: 'POST', header, body: { mode: 'raw', raw: OPEN, options: { raw: { language: 'json' } } }, url: URL, ...request },
    response: [],
  }
}

describe('explain of a Postman collection', () => {
  test('reads the requests that have an Authorization header or a /v3/ path, also in folders, and no others', async () => {
    const elsewhere = { name: 'b', request: { method: 'POST', header: [], body: { mode: 'graphql' }, url: { raw: 'http://h/login' } } }
    const content = collection([
      { name: 'f', item: [{ name: 'g', item: [await item()] }, elsewhere] },
      await item({ url: { raw: `${URL}?a=1` } }),
      await item({ url: { raw: 'http://h/login' } }),
    ])
    const verdict = 'SIGN_ERROR_SIGNATURE'
    expect(await explained(content)).toMatchObject([VALID, { target: `${CHANGE_STATUS}?a=1`, verdict }, { target: '/login', verdict }])
    expect(await explained(JSON.stringify({ collection: JSON.parse(content) }))).toMatchObject([VALID, {}, {}])
  })

  test('fills in the variables of the collection, and leaves other variables as they are', async () => {
    const raw = OPEN.replace('1900000109', '{{ sub }}')
    const variable = [
      { key: 'sub', value: '1900000109' },
      { key: 'base', value: 'https://h' },
      { key: 'path', value: 'goldplan' },
      { key: 'path', value: 'off', disabled: true },
    ]
    const body = { mode: 'raw', raw }
    const url = { raw: '{{base}}/v3/:part/merchants/changegoldplanstatus', variable: [{ key: 'part', value: '{{path}}' }] }
    expect(await explained(collection([await item({ body, url })], { variable }))).toMatchObject([VALID])
    const [judged] = await explained(collection([await item({ body, url: '{{base_url}}/v3/x' })]))
    expect(judged).toMatchObject({ target: '/v3/x', verdict: 'SIGN_ERROR_SIGNATURE', message: expect.stringContaining('{{ sub }}') })
  })

  test('reads URL-encoded forms and uploads', async () => {
    const urlencoded = [
      { key: 'a', value: 'b c' },
      { key: 'd', value: '点', disabled: false },
      { key: 'e', value: 'f', disabled: true },
    ]
    const formdata = [
      { key: 'meta', value: '{"filename":"a.jpg"}', type: 'text', contentType: 'application/json' },
      { key: 'file', type: 'file', src: 'a.jpg' },
    ]
    const forms = [await item({ body: { mode: 'urlencoded', urlencoded } }), await item({ body: { mode: 'formdata', formdata } })]
    const [text, upload] = await explained(collection(forms))
    expect(text?.message).toMatch(/\na=b\+c&d=%E7%82%B9\n$/)
    expect(upload?.message).toContain('{"filename":"a.jpg"}')
  })

  test('says that a script may sign the request when the Authorization header is missing', async () => {
    const { stdout } = await explain(collection([await item({ header: [] })]))
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'A script of the collection may sign the request when it is sent: copy the request from the console of Postman.',
    )
  })

  test.for<[string, string, RegExp]>([
    [
      'a collection without a request to explain',
      collection([]),
      /^stdin: none of the 0 requests of the collection has an Authorization header or a \/v3\/ path\n$/,
    ],
    ['items that are not a list', '{"info":{},"item":1}', /^stdin: item \(1\) is invalid\. It must be a list\.\n$/],
    [
      'an address that is a number',
      collection([{ request: { url: 1 } }]),
      /^stdin: url \(1\) is invalid\. It must be a text, or an object/,
    ],
    ['a header without a text', collection([{ request: { url: 'a', header: [{ key: 1 }] } }]), /^stdin: header.* is invalid\. It must be/],
    [
      'a body from a file',
      collection([{ request: { url: '/v3/', body: { mode: 'file' } } }]),
      /^stdin: a body of the mode "file" in the collection/,
    ],
    ['an item that is not an object', collection([1, null, 'a']), /^stdin: none of the 0 requests/],
    [
      "an export in Apifox's own format",
      '{"apifoxProject":"1.0.0","apiCollection":[]}',
      /^stdin is an export in Apifox's own format, which describes an API and not what was sent: send the request and copy it as curl, export a HAR, or export a Postman collection\n$/,
    ],
    ['an OpenAPI document', '{"openapi":"3.0.0"}', /^stdin is an OpenAPI document, which describes an API/],
    ['an OpenAPI document in YAML', 'openapi: 3.0.1\ninfo:\n  title: 点金计划\n', /^stdin is an OpenAPI document, which describes an API/],
    ['a Swagger document', '# API\nswagger: "2.0"\n', /^stdin is an OpenAPI document, which describes an API/],
  ])('refuses %s', async ([, content, message]) => {
    expect(await complaint(content)).toMatch(message)
  })

  test('refuses variables that add more than 1,048,576 characters to a body', async () => {
    const variable = [{ key: 'a', value: 'x'.repeat(100_000) }]
    const body = { mode: 'raw', raw: '{{a}}'.repeat(10_000) }
    expect(await complaint(collection([await item({ body })], { variable }))).toMatch(
      /^stdin: the variables of the collection add more than 1048576 characters to a text/,
    )
  })

  test('refuses variables that add more than 33,554,432 characters to all requests together', async () => {
    const variable = [{ key: 'a', value: 'x'.repeat(1_000_000) }]
    const requests = Array.from({ length: 40 }, () => ({ request: 'http://h/v3/{{a}}' }))
    expect(await complaint(collection(requests, { variable }))).toMatch(/, or more than 33554432 in all\n$/)
  })

  test.for<[string, string]>([
    ['nested folders', `${'{"item":['.repeat(20_000)}${']}'.repeat(20_000)}`],
    ['braces', collection([{ request: { url: `/v3/${'{'.repeat(262_144)}` } }])],
    ['colons', collection([{ request: { url: { raw: `/v3${'/:a'.repeat(87_000)}` } } }])],
    ['headers', collection([{ request: { url: '/v3/', header: 'Authorization: a\n'.repeat(16_000) } }])],
  ])('does not take quadratic time for many %s', { timeout: 20_000 }, async ([, content]) => {
    const judged = await explained(content).catch(() => complaint(content))
    expect(JSON.stringify(judged)).toMatch(/SIGN_ERROR|none of the/)
  })
})
