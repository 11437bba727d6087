import type { components } from '../../contracts/control.openapi.d.ts'
import type { Merchant } from '../merchant/merchant.ts'
import type { OwnMerchant } from '../merchant/own-merchant.ts'
import type { OpenApiDocument } from '../openapi-document.ts'

/** What a client needs to call the server, in the one shape in which it is shown everywhere. */
export type MockCredentials = components['schemas']['Credentials']

/** The credentials of a service provider at this address. */
export function credentialsOf(own: Required<OwnMerchant>, merchant: Merchant, document: OpenApiDocument, baseUrl: string): MockCredentials {
  const { certificate, publicKey } = merchant.platform
  return {
    base_url: baseUrl,
    mchid: merchant.mchid,
    serial_no: merchant.certificateSerial,
    private_key: own.privateKey,
    certificate: own.certificate,
    apiv3_key: merchant.apiV3Key,
    platform_certificates: certificate ? [{ serial_no: certificate.serial, certificate: certificate.certificate }] : [],
    platform_public_key: publicKey ? { id: publicKey.serial, public_key: publicKey.publicKey } : null,
    sub_mchids: [...own.subMchids],
    test_sub_merchants: document.operations.flatMap(({ id, testSubMerchants }) =>
      [...testSubMerchants]
        .filter(([sub_mchid]) => !own.subMchids.includes(sub_mchid))
        .map(([sub_mchid, example]) => ({ sub_mchid, operation: id, example })),
    ),
  }
}
