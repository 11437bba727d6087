import { sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Diagnosis, developmentKeys, diagnose, formatAuthorization } from '../../../contracts/index.ts'

// What a diagnosis says must be true of clients of which the catalogue does not think first.

const { mchid, serial, privateKey, certificate } = developmentKeys.merchant
const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const BODY = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
const [TIMESTAMP, NONCE] = ['1554208460', '593BEC0C930BF1AF']

function messageOf(method: string, body: string): string {
  return [method, TARGET, TIMESTAMP, NONCE, body, ''].join('\n')
}

/** Diagnoses a request with the signature of this message, which `written` puts into the header. */
async function saidOf(
  message: string,
  { method = 'POST', body = BODY, written = (signature: string) => signature } = {},
): Promise<Diagnosis> {
  const signature = written(sign('sha256', Buffer.from(message), privateKey).toString('base64'))
  const authorization = formatAuthorization({ mchid, serial, nonce: NONCE, timestamp: TIMESTAMP, signature })
  const request = { method, target: TARGET, authorization, body: Buffer.from(body) }
  return diagnose(request, { keys: [{ mchid, serial, pem: certificate }] })
}

test.for([
  ['GET', ''],
  ['POST', BODY],
])('says of a line feed too many in a %s that echo adds one, not that the body had it', async ([method = '', body = '']) => {
  const { mistakes } = await saidOf(`${messageOf(method, body)}\n`, { method, body })
  expect(mistakes).toMatchObject([{ id: 'body-with-line-feed', fix: expect.stringContaining('echo and println add another') }])
  expect(mistakes[0]?.message).not.toMatch(/sent without/)
})

test('says of a method in lower case, such as patch of fetch, that it is sent in upper case', async () => {
  const { mistakes } = await saidOf(messageOf('PATCH', BODY), { method: 'patch' })
  expect(mistakes).toMatchObject([
    {
      message: 'The method was signed as PATCH, but the request was sent with patch.',
      fix: 'Sign and send the same method, in upper case: PATCH.',
    },
  ])
})

test("recognises the signature in b'…' of Python", async () => {
  const { mistakes } = await saidOf(messageOf('POST', BODY), { written: (signature) => `b'${signature}'` })
  expect(mistakes).toMatchObject([{ id: 'signature-not-canonical', message: expect.stringContaining("b'…'") }])
})

test.for(['[B@1b6d3586', 'System.Byte[]', '<Buffer 01 02>', 'Resource id #3', '{{signature}}'])(
  'says that a text is not a signature, not how many bytes it has: %s',
  async (text) => {
    const { mistakes } = await saidOf(messageOf('POST', BODY), { written: () => text })
    expect(mistakes).toMatchObject([{ id: 'signature-placeholder', message: `The signature is the text ${text} instead of base64.` }])
  },
)

test.for(['ab+/', 'ab-_', 'ab%2B'])('says how many bytes a short signature has in base64 or an encoding of it: %s', async (text) => {
  const { mistakes } = await saidOf(messageOf('POST', BODY), { written: () => text })
  expect(mistakes.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^The signature is 3 bytes long/))
})

test('counts a method, a path and parameters that no known mistake leads to among what is possible', async () => {
  const { certain } = await saidOf(messageOf('HttpMethod.POST', BODY))
  expect(certain.at(-1)?.message).toMatch(/Still possible: another method, path, query or random string, .*a message of another form/)
  expect(certain.at(-1)?.message_zh).toContain('仍有可能：请求方法、路径、查询参数或随机串不同')
})
