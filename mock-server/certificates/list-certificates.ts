import { ApiError, certificateValidity, sealCertificate, type Verified } from '../../contracts/index.ts'
import type { Merchant } from '../merchant/merchant.ts'
import type { Outcome } from '../outcome.ts'

const NONCE_CHARACTERS = 12

/**
 * Gives the platform certificates, encrypted with the merchant's APIv3 key.
 *
 * @throws {ApiError} RESOURCE_NOT_EXISTS for a merchant that has the WeChat Pay public key only.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012076511
 */
export async function listCertificates({ platform, apiV3Key }: Verified<Merchant>, nonce: () => string): Promise<Outcome> {
  if (!platform.certificate) throw new ApiError('RESOURCE_NOT_EXISTS')
  const { serial, certificate } = platform.certificate
  const { from, to } = certificateValidity(certificate)
  const encrypt_certificate = await sealCertificate(certificate, apiV3Key, nonce().slice(0, NONCE_CHARACTERS).padEnd(NONCE_CHARACTERS, '0'))
  const entry = { serial_no: serial, effective_time: beijingTime(from), expire_time: beijingTime(to), encrypt_certificate }
  return { status: 200, body: { data: [entry] } }
}

/** RFC 3339 with the offset of Beijing and whole seconds, as the gateway writes it. */
function beijingTime(date: Date): string {
  const shifted = new Date(date.getTime() + 8 * 3_600_000)
  return shifted.toISOString().replace(/\.\d+Z$/, '+08:00')
}
