import { createPublicKey } from 'node:crypto'
import type { components } from '../../../contracts/certificates.openapi.d.ts'
import { ApiError, certificateSerial, certificateValidity, sealCertificate } from '../../../contracts/index.ts'
import { beijingTime } from '../../tenant/beijing-time.ts'
import { createIssuer } from '../../tenant/issue-certificate.ts'
import { validSerials } from '../../tenant/platform.ts'
import { resourceSealing, WRONG_API_V3_KEY } from '../../tenant/resource-sealing.ts'
import type { OperationHandler } from '../operation-handler.ts'

/**
 * Returns the merchant's valid platform certificates, encrypted with the APIv3 key. If a test scripted a fault for this call, the
 * certificates have expired or are encrypted with a wrong key.
 *
 * @throws {ApiError} RESOURCE_NOT_EXISTS for a merchant without a valid platform certificate.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012076511
 */
export const listCertificates: OperationHandler = async (_call, { tenant, platformKeys, nonce, unusable, now }) => {
  const serials = validSerials(tenant.platform)
  if (serials.length === 0) throw new ApiError('RESOURCE_NOT_EXISTS')
  const pems = serials.map((serial) => platformKeys.certificates.get(serial)?.certificate ?? '')
  const listing = unusable === 'expired' ? pems.map((pem) => expired(pem, now)) : pems
  const wrong = unusable === 'wrong_key' ? { apiV3Key: WRONG_API_V3_KEY } : {}
  return { status: 200, body: { data: await Promise.all(listing.map((pem) => listed(pem, { ...resourceSealing(nonce()), ...wrong }))) } }
}

const DAY = 86_400_000

/** Returns a certificate with the key and the serial number of the given certificate. The returned certificate expired a day ago. */
function expired(pem: string, now: number): string {
  const publicKey = createPublicKey(pem).export({ type: 'spki', format: 'der' })
  return createIssuer()({
    mchid: 'Tenpay.com',
    ordinal: 0,
    publicKey,
    serial: certificateSerial(pem),
    to: new Date(now - DAY),
  })
}

async function listed(
  pem: string,
  { apiV3Key, nonce }: ReturnType<typeof resourceSealing>,
): Promise<components['schemas']['EncryptedCertificate']> {
  const { from, to } = certificateValidity(pem)
  const times = { effective_time: beijingTime(from.getTime()), expire_time: beijingTime(to.getTime()) }
  return { serial_no: certificateSerial(pem), ...times, encrypt_certificate: await sealCertificate(pem, apiV3Key, nonce) }
}
