import { describe, expect, it } from 'vitest'
import { developmentKeys, importPublicKey, type ReceivedRequest, signRequest, verifyRequest } from '../../../contracts/index.ts'

const { merchant, platform } = developmentKeys
const NOW = 1_700_000_000_000
const REQUEST = { method: 'POST', target: '/v3/path?a=1', body: Buffer.from('{"sub_mchid":"1900000109"}') }

async function received(privateKey = merchant.privateKey): Promise<ReceivedRequest> {
  return { ...REQUEST, authorization: await signRequest(REQUEST, { ...merchant, privateKey, now: NOW, nonce: 'n' }) }
}

/** Verifies a request against a registry that has only the development merchant; returns the merchant or the error. */
async function outcome(request: ReceivedRequest, now = NOW, serial = merchant.serial): Promise<unknown> {
  const publicKey = await importPublicKey(merchant.certificate)
  const find = (mchid: string, wanted: string) => (wanted === serial ? { merchant: { mchid }, publicKey } : undefined)
  return verifyRequest(request, { now: (mchid) => (mchid === merchant.mchid ? now : 0), find }).catch((error: unknown) => error)
}

describe('verifyRequest', () => {
  it('returns the merchant that signed the request', async () => {
    expect(await outcome(await received())).toEqual({ mchid: merchant.mchid })
  })

  it('checks Authorization first, then the timestamp, the certificate and the signature', async () => {
    const byAnother = await received(platform.privateKey)
    expect(await outcome({ ...byAnother, authorization: undefined }, 0, '')).toMatchObject({ example: 'SIGN_ERROR_AUTHORIZATION_FORMAT' })
    expect(await outcome(byAnother, 0, '')).toMatchObject({ example: 'SIGN_ERROR_TIMESTAMP' })
    expect(await outcome(byAnother, NOW, '')).toMatchObject({ example: 'SIGN_ERROR_CERTIFICATE_SERIAL' })
    expect(await outcome(byAnother)).toMatchObject({ example: 'SIGN_ERROR_SIGNATURE' })
  })

  it.each([
    ['a body', '{"sub_mchid":"1900000110"}', '{"sub_mc\n'],
    ['a body of two bytes', '{}', '{}\n'],
    ['no body', '', '\n'],
  ])('refuses a wrong signature with an error that shows at most the first eight bytes of the body: %s', async (_, body, end) => {
    expect(await outcome({ ...(await received()), body: Buffer.from(body) })).toMatchObject({
      example: 'SIGN_ERROR_SIGNATURE',
      filling: {
        detail: {
          detail: { issue: 'sign not match' },
          field: 'signature',
          location: 'authorization',
          sign_information: {
            method: 'POST',
            sign_message_length: 'POST\n/v3/path?a=1\n1700000000\nn\n\n'.length + body.length,
            truncated_sign_message: `POST\n/v3/path?a=1\n1700000000\nn\n${end}`,
            url: '/v3/path?a=1',
          },
        },
      },
    })
  })
})
