import { developmentKeys } from '../keys/development-keys.ts'

/** A key of the platform that signs answers. */
export interface PlatformSigner {
  readonly serial: string
  readonly privateKey: string
}

const { platform, platformPublicKey } = developmentKeys
const SIGNERS: readonly PlatformSigner[] = [platform, { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }]

/** The key that the Wechatpay-Serial of a request names, whatever the case of its letters; `undefined` when it names none. */
export function platformSignerFor(named: string | string[] | undefined): PlatformSigner | undefined {
  return SIGNERS.find(({ serial }) => serial.toLowerCase() === String(named).toLowerCase())
}
