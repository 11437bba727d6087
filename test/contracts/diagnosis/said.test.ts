import { sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Diagnosis, developmentKeys, diagnose, formatAuthorization } from '../../../contracts/index.ts'

// These tests check that the text of a diagnosis is also true for less common clients and values.

const { mchid, serial, privateKey, certificate } = developmentKeys.merchant
const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const BODY = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
const [TIMESTAMP, NONCE] = ['1554208460', '593BEC0C930BF1AF']

function messageOf(method: string, body: string): string {
  return [method, TARGET, TIMESTAMP, NONCE, body, ''].join('\n')
}

/** Signs `message` and diagnoses a request with this signature. `written` may change the signature before it is put into the header. */
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
])('when a %s was signed with an extra line feed, says that echo adds one', async ([method = '', body = '']) => {
  const { mistakes } = await saidOf(`${messageOf(method, body)}\n`, { method, body })
  expect(mistakes).toMatchObject([{ id: 'body-with-line-feed', fix: expect.stringContaining('echo and println add another') }])
  expect(mistakes[0]?.message).not.toMatch(/sent without/)
})

test('says to send the method in upper case when it was sent in lower case, as fetch sends patch', async () => {
  const { mistakes } = await saidOf(messageOf('PATCH', BODY), { method: 'patch' })
  expect(mistakes).toMatchObject([
    {
      message: 'The method was signed as PATCH, but the request was sent with patch.',
      fix: 'Sign and send the same method, in upper case: PATCH.',
    },
  ])
})

test("recognises a signature that Python wrote as b'…'", async () => {
  const { mistakes } = await saidOf(messageOf('POST', BODY), { written: (signature) => `b'${signature}'` })
  expect(mistakes).toMatchObject([{ id: 'signature-not-canonical', message: expect.stringContaining("b'…'") }])
})

test.for(['[B@1b6d3586', 'System.Byte[]', '<Buffer 01 02>', 'Resource id #3', '{{signature}}'])(
  'says that a text is not a signature, and not how many bytes it has: %s',
  async (text) => {
    const { mistakes } = await saidOf(messageOf('POST', BODY), { written: () => text })
    expect(mistakes).toMatchObject([{ id: 'signature-placeholder', message: `The signature is the text ${text} instead of base64.` }])
  },
)

test.for(['ab+/', 'ab-_', 'ab%2B'])('says how many bytes a short signature has, also in base64url or percent-encoded: %s', async (text) => {
  const { mistakes } = await saidOf(messageOf('POST', BODY), { written: () => text })
  expect(mistakes.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^The signature is 3 bytes long/))
})

test('when no known mistake explains the signature, says that another method, path or query is possible', async () => {
  const { certain } = await saidOf(messageOf('HttpMethod.POST', BODY))
  expect(certain.at(-1)?.message).toMatch(/Still possible: another method, path, query or random string, .*a message of another form/)
  expect(certain.at(-1)?.message_zh).toContain('仍有可能：请求方法、路径、查询参数或随机串不同')
})
