import type { components } from '../../contracts/control.openapi.d.ts'
import { certificateSerial, developmentKeys } from '../../contracts/index.ts'
import { type OwnMerchant, subMchidsOf } from '../gateway/own-merchant.ts'

/** What a client needs to call the server, in the one shape in which it is shown everywhere. */
export type MockCredentials = components['schemas']['Credentials']

/** The credentials of a service provider at this address. */
export function credentialsOf(own: OwnMerchant, baseUrl: string): MockCredentials {
  const { serial, certificate } = developmentKeys.platform
  return {
    base_url: baseUrl,
    mchid: own.mchid,
    serial_no: certificateSerial(own.certificate),
    private_key: own.privateKey,
    certificate: own.certificate,
    apiv3_key: developmentKeys.apiV3Key,
    platform_certificates: [{ serial_no: serial, certificate }],
    platform_public_key: null,
    sub_mchids: [...subMchidsOf(own)],
    test_sub_merchants: [],
  }
}
