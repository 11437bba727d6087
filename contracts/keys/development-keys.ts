import { contractFile, readContractFile } from '../contract-file.ts'

/** A key pair that ships with the package. */
export interface DevelopmentKeyPair {
  /** 40 upper-case hexadecimal digits that begin with {@link DEVELOPMENT_SERIAL_PREFIX}. */
  readonly serial: string
  /** PKCS#8 in PEM. */
  readonly privateKey: string
  /** X.509 in PEM. */
  readonly certificate: string
}

/** `mock-` in hexadecimal. The serial number of every shipped certificate begins with it. */
export const DEVELOPMENT_SERIAL_PREFIX = '6D6F636B2D'

/**
 * The keys that ship with the package. They are public, so use them for development only.
 *
 * @example
 * ```ts
 * import { developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { mchid, serial, privateKey } = developmentKeys.merchant
 * ```
 */
export const developmentKeys: {
  /** The service provider's merchant ID and key pair. */
  readonly merchant: DevelopmentKeyPair & { readonly mchid: string }
  /** The mock server's platform certificate and its key pair. */
  readonly platform: DevelopmentKeyPair
  /** The next platform certificate and its key pair, for certificate rotation (证书轮换). */
  readonly nextPlatform: DevelopmentKeyPair
  /** The mock server's WeChat Pay public key (微信支付公钥), with the private key that belongs to it. */
  readonly platformPublicKey: {
    /** `PUB_KEY_ID_` and 34 digits. */
    readonly id: string
    /** PKCS#8 in PEM. In production, only WeChat Pay has this private key. */
    readonly privateKey: string
    /** SPKI in PEM. */
    readonly publicKey: string
  }
  /** The service provider's APIv3 key, 32 characters. */
  readonly apiV3Key: string
} = {
  merchant: {
    mchid: '1900000100',
    serial: '6D6F636B2D6D65726368616E742D303030303031',
    privateKey: read('merchant_key.pem'),
    certificate: read('merchant_cert.pem'),
  },
  platform: {
    serial: '6D6F636B2D706C6174666F726D2D303030303031',
    privateKey: read('platform_key.pem'),
    certificate: read('platform_cert.pem'),
  },
  nextPlatform: {
    serial: '6D6F636B2D706C6174666F726D2D303030303032',
    privateKey: read('next_platform_key.pem'),
    certificate: read('next_platform_cert.pem'),
  },
  platformPublicKey: {
    id: 'PUB_KEY_ID_0000000000000000000000001900000100',
    privateKey: read('public_key_private.pem'),
    publicKey: read('public_key.pem'),
  },
  apiV3Key: read('apiv3_key.txt').trim(),
}

function read(name: string): string {
  return readContractFile(contractFile(`keys/${name}`))
}
