import { Buffer } from 'node:buffer'
import { type Diagnosis, developmentKeys, diagnose, formatAuthorization, importPrivateKey, sign } from '../../contracts/index.ts'

/**
 * Diagnoses a message that no mistake explains, so that every kind of mistake is tried. This loads the catalogue and compiles the search, so
 * that the first diagnosis of a real request takes half the time.
 */
export async function rehearseDiagnosis(): Promise<Diagnosis> {
  const { mchid, serial, privateKey, certificate } = developmentKeys.merchant
  const signature = await sign(Buffer.from('no message'), await importPrivateKey(privateKey))
  const authorization = formatAuthorization({ mchid, serial, nonce: NONCE, timestamp: '1554208460', signature })
  const request = { method: 'POST', target: '/v3/goldplan/merchants?b=%E4%B8%AD&a=1', authorization, body: Buffer.from(BODY) }
  return diagnose(request, { keys: [{ mchid, serial, pem: certificate }] })
}

const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
const BODY = '{"sub_mchid":"1900000109","operation_type":"OPEN","note":"商户/<小票>"}'
