import { Buffer } from 'node:buffer'
import { type Diagnosis, developmentKeys, diagnose, signRequest } from '../../contracts/index.ts'

/**
 * Diagnoses a made-up request whose signature no known mistake explains, so that the search tries every mistake. This loads the catalogue
 * of mistakes and makes V8 compile the search. The first real diagnosis then takes half the time.
 */
export async function rehearseDiagnosis(): Promise<Diagnosis> {
  const { merchant } = developmentKeys
  const other = { method: 'NONE', target: '*', body: 'another message' }
  const authorization = await signRequest(other, { ...merchant, now: 1_554_208_460_000, nonce: NONCE })
  const request = { method: 'POST', target: '/v3/goldplan/merchants?b=%E4%B8%AD&a=1', authorization, body: Buffer.from(BODY) }
  return diagnose(request, { keys: [{ mchid: merchant.mchid, serial: merchant.serial, pem: merchant.certificate }] })
}

const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
const BODY = '{"sub_mchid":"1900000109","operation_type":"OPEN","note":"商户/<小票>"}'
