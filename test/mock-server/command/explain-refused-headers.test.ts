import { describe, expect, test } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { authorization, explain, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const JSON_TYPE = 'Content-Type: application/json'
const ACCEPT = ['Accept: application/json', 'User-Agent: shop']

async function raw(...headers: string[]): Promise<string> {
  const lines = [`POST ${CHANGE_STATUS} HTTP/1.1`, `Authorization: ${await authorization()}`, ...headers]
  return `${lines.join('\r\n')}\r\n\r\n${OPEN}`
}

async function withoutBody(method: string, ...headers: string[]): Promise<string> {
  const lines = [`${method} ${CHANGE_STATUS} HTTP/1.1`, `Authorization: ${await authorization({ method, body: '' })}`, ...headers]
  return `${lines.join('\r\n')}\r\n\r\n`
}

async function curl(options: string): Promise<string> {
  return `curl ${URL} -H 'Authorization: ${await authorization()}' -d '${OPEN}' ${options}`
}

async function har(headers: readonly (readonly [string, string])[]): Promise<string> {
  const all = [['Authorization', await authorization()], ...headers].map(([name, value]) => ({ name, value }))
  return JSON.stringify({ log: { entries: [{ request: { method: 'POST', url: URL, headers: all, postData: { text: OPEN } } }] } })
}

/**
 * Returns the IDs of the mistakes that `explain` finds in the headers of a pasted request; `null` when it does not judge the headers. Also
 * expects that the signature is valid.
 */
async function refusedIn(paste: string): Promise<unknown> {
  const [judged] = await explained(paste)
  const { verdict, refused_headers: refused } = judged as { verdict: string; refused_headers?: { id: string }[] | null }
  expect(verdict).toBe('valid')
  return refused?.map(({ id }) => id) ?? null
}

describe('`explain` on the headers of a request', () => {
  test.for<[string, () => Promise<string>, string[]]>([
    ['a correct raw request', () => raw(...ACCEPT, JSON_TYPE, 'Accept-Language: zh-CN'), []],
    ['a raw request without Accept and User-Agent', () => raw(JSON_TYPE), ['accept-missing', 'user-agent-missing']],
    ['a raw request with another Content-Type', () => raw(...ACCEPT, 'Content-Type: text/plain'), ['content-type-not-json']],
    ['a POST without a body and without a Content-Type', () => withoutBody('POST', ...ACCEPT), ['content-type-missing']],
    ['a GET without a body and without a Content-Type', () => withoutBody('GET', ...ACCEPT), []],
    [
      'a raw request with the Accept-Language of Node',
      () => raw(...ACCEPT, JSON_TYPE, 'Accept-Language: *'),
      ['accept-language-unsupported'],
    ],
    ['a GET with a Content-Encoding, but without a body', () => withoutBody('GET', ...ACCEPT, 'Content-Encoding: gzip'), []],
    ['a raw request with a compressed body', () => raw(...ACCEPT, JSON_TYPE, 'Content-Encoding: gzip'), ['content-encoding-unsupported']],
    [
      'a HAR without a Content-Type',
      () =>
        har([
          ['accept', '*/*'],
          ['user-agent', 'Mozilla/5.0'],
        ]),
      ['content-type-missing'],
    ],
    ['curl -d without a Content-Type', () => curl(''), ['content-type-not-json']],
    ['curl with a Content-Type', () => curl(`-H '${JSON_TYPE}; charset=utf-8'`), []],
    ['curl --json', async () => (await curl('')).replace('-d', '--json'), []],
    ['curl without its default headers', () => curl(`-H '${JSON_TYPE}' -H Accept: -A ''`), ['accept-missing', 'user-agent-missing']],
    [
      'curl with another User-Agent and an unsupported Accept-Language',
      () => curl(`-H '${JSON_TYPE}' -A shop -H 'Accept-Language: fr'`),
      ['accept-language-unsupported'],
    ],
  ])('lists exactly the headers for which the gateway refuses the request: %s', async ([, paste, ids]) => {
    expect(await refusedIn(await paste())).toEqual(ids)
  })

  test('does not judge the headers of a pasted fetch call, because fetch adds headers that the paste does not show', async () => {
    const settings = { method: 'POST', headers: { Authorization: await authorization() }, body: OPEN }
    expect(await refusedIn(`fetch("${URL}", ${JSON.stringify(settings)})`)).toBeNull()
  })

  test('judges neither the Content-Type of an upload nor the headers of a request to a path outside /v3/', async () => {
    const meta = '{"filename":"a.jpg","sha256":"x"}'
    const header = await authorization({ target: '/v3/merchant/media/upload', body: meta })
    expect(
      await refusedIn(`curl https://h/v3/merchant/media/upload -H 'Authorization: ${header}' -F 'meta=${meta};type=application/json'`),
    ).toEqual([])
    expect(
      await refusedIn(`curl http://h/pay -H 'Authorization: ${await authorization({ method: 'GET', target: '/pay', body: '' })}'`),
    ).toBeNull()
  })

  test('names the refused headers after the verdict on the signature, and the verdict is still "valid"', async () => {
    const { stdout, code } = await explain(await raw(...ACCEPT, 'Content-Type: text/plain'))
    expect(code).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /changegoldplanstatus valid \(签名正确\) .* If the paste shows all headers, the gateway refuses the request whatever its signature is\. .* ✗ content-type-not-json The request has Content-Type: text\/plain\. .* → Send Content-Type: application\/json\. /,
    )
  })

  test('also names the refused headers of a request whose signature is refused', async () => {
    const { stdout } = await explain((await raw(JSON_TYPE)).replace('OPEN', 'CLOSE'))
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/401 SIGN_ERROR .* Another message was signed.* ✗ accept-missing .* ✗ user-agent-missing /)
  })
})
