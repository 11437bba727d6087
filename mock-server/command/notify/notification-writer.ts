import { Buffer } from 'node:buffer'
import { assertKeyPair, certificateSerial, developmentKeys, importPrivateKey, randomNonce } from '../../../contracts/index.ts'
import { type SignatureFault, signAs, type WrongSigning } from '../../faults/sign-scripted.ts'
import type { SignedMessage } from '../../gateway/sign-message.ts'
import { signedNotification } from '../../notifications/forge-notification.ts'
import { type ContentSealing, type NotificationContent, writeNotification } from '../../notifications/write-notification.ts'
import type { OwnMerchant } from '../../tenant/own-merchant.ts'
import { loadPlatformKeys, type PlatformKey } from '../../tenant/platform.ts'
import { resourceSealing } from '../../tenant/resource-sealing.ts'
import { readContent } from './notification-content.ts'
import type { NotifyCase } from './notify-cases.ts'
import type { NotifyOptions } from './notify-options.ts'

/** Writes and signs the notifications with which a callback handler is checked. */
export interface NotificationWriter {
  /** The kind of key that signs a notification, unless its case names another kind. */
  readonly key: NonNullable<NotifyCase['key']>
  /** The serial number or ID of that key. */
  readonly serial: string
  readonly write: (wanted: NotifyCase) => Promise<SignedMessage>
}

/**
 * Creates a writer of notifications for a merchant.
 *
 * @throws {Error} When an option, or the merchant's key or certificate, is not valid.
 */
export async function createWriter(options: NotifyOptions, merchant: OwnMerchant): Promise<NotificationWriter> {
  const { certificates, publicKey } = await loadPlatformKeys()
  const certificate = certificates.get(developmentKeys.platform.serial) as PlatformKey
  const [own, contentOf] = await Promise.all([ownKey(merchant), readContent(options, merchant)])
  const signers = { certificate, public_key: publicKey }
  const usual = options.publicKey || !HAS_CERTIFICATE.includes(merchant.verification) ? 'public_key' : 'certificate'
  const first = contentOf(Date.now())
  return {
    key: usual,
    serial: signers[usual].serial,
    async write(wanted) {
      const content = wanted.id === 'valid' || wanted.again ? first : contentOf(Date.now())
      const signer = signers[wanted.key ?? usual]
      const signing = { signer, now: Date.now(), nonce: randomNonce(), certificate: () => certificate, own: async () => own }
      return writeAs(wanted, content, signing)
    },
  }
}

const HAS_CERTIFICATE: readonly unknown[] = [undefined, 'platform_certificate', 'transition']

/** Returns the merchant's key, or the shipped merchant key. A handler must refuse its signature, because WeChat Pay never signs with it. */
async function ownKey({ privateKey, certificate }: OwnMerchant): Promise<PlatformKey> {
  const { merchant } = developmentKeys
  if (privateKey === undefined || certificate === undefined)
    return { serial: merchant.serial, privateKey: await importPrivateKey(merchant.privateKey) }
  assertKeyPair(privateKey, certificate)
  return { serial: certificateSerial(certificate, 'certificate'), privateKey: await importPrivateKey(privateKey) }
}

async function writeAs(wanted: NotifyCase, content: NotificationContent, signing: WrongSigning): Promise<SignedMessage> {
  const { forgery, write, lowerCase } = wanted
  const sealing = resourceSealing(randomNonce())
  const message = write
    ? await signAs(await rewritten(content, sealing, write), signing, forgery as SignatureFault | undefined)
    : await signedNotification(content, sealing, signing, forgery)
  return lowerCase ? { ...message, headers: lowerCased(message.headers) } : message
}

async function rewritten(content: NotificationContent, sealing: ContentSealing, write: (body: string) => string): Promise<SignedMessage> {
  const message = await writeNotification(content, sealing)
  const body = Buffer.from(write(Buffer.from(message.body).toString()))
  return { headers: { ...message.headers, 'Content-Length': String(body.length) }, body }
}

function lowerCased(headers: SignedMessage['headers']): SignedMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
