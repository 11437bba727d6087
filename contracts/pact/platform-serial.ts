import { ApiError } from '../api-error.ts'
import { developmentKeys } from '../keys/development-keys.ts'
import type { HeaderRefusal } from './header-refusals.ts'
import type { ForwardedRequest } from './loopback.ts'
import { requiresPlatformSerial } from './operations.ts'

/** A key of the platform that signs answers. */
interface PlatformSigner {
  readonly serial: string
  readonly privateKey: string
}

const { platform, platformPublicKey } = developmentKeys
const SIGNERS: readonly PlatformSigner[] = [platform, { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }]

/**
 * Returns the key that the Wechatpay-Serial of a request names, in upper or lower case. Returns `undefined` when the request names no key of the
 * platform.
 */
export function platformSignerFor({ headers }: ForwardedRequest): PlatformSigner | undefined {
  const named = String(headers['wechatpay-serial']).toLowerCase()
  return SIGNERS.find(({ serial }) => serial.toLowerCase() === named)
}

/**
 * Returns why the gateway refuses the Wechatpay-Serial of a request. The list is empty when the header names a key of the platform, or when the
 * operation does not require the header.
 */
export function serialRefusals(request: ForwardedRequest): readonly HeaderRefusal[] {
  const { method, target, headers } = request
  if (!requiresPlatformSerial(method, target) || platformSignerFor(request)) return []
  const serial = headers['wechatpay-serial']
  const [example, reason] = serial ? ([UNKNOWN, `Wechatpay-Serial: ${serial}, which ${NO_KEY}`] as const) : ([MISSING, NO_SERIAL] as const)
  return [{ error: new ApiError(example), explanation: `${method} ${target}: The request has ${reason}: ${example}`, checked: 'after' }]
}

const MISSING = 'PARAM_ERROR_PLATFORM_SERIAL_MISSING'
const UNKNOWN = 'PARAM_ERROR_PLATFORM_SERIAL'
const NO_SERIAL = 'no Wechatpay-Serial header, which this operation requires. (此接口必须携带 Wechatpay-Serial)'
const NO_KEY = 'names no platform certificate and no WeChat Pay public key of signedPact. (未指定平台证书或微信支付公钥)'
