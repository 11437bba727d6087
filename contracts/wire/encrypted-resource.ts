import { Buffer } from 'node:buffer'
import { assertApiV3Key } from './key-material/apiv3-key.ts'

/** A text encrypted with the APIv3 key, as notifications and `GET /v3/certificates` carry it. */
export interface EncryptedResource {
  readonly algorithm: 'AEAD_AES_256_GCM'
  /** 12 characters; their bytes are the nonce. */
  readonly nonce: string
  /** May be empty. */
  readonly associated_data: string
  /** Base64 of the ciphertext followed by the 16-byte tag. */
  readonly ciphertext: string
}

/** What is needed to encrypt a resource, apart from its text. */
export interface ResourceSealing {
  /** 32 characters; their bytes are the key. */
  readonly apiV3Key: string
  /** 12 characters. Never use the same nonce twice with the same key. */
  readonly nonce: string
  readonly associatedData: string
}

/**
 * Encrypts a text for a merchant (AEAD_AES_256_GCM).
 *
 * @throws {TypeError} When the key is not a string of 32 bytes without blanks.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012071382
 * @example
 * ```ts
 * import { developmentKeys, encryptResource } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { apiV3Key } = developmentKeys
 * console.log(await encryptResource('{"echo_message":"hello"}', { apiV3Key, nonce: 'pKbMMsyVxAxo', associatedData: '' }))
 * ```
 */
export async function encryptResource(text: string, { apiV3Key, nonce, associatedData }: ResourceSealing): Promise<EncryptedResource> {
  const key = await importKey(apiV3Key, 'encrypt')
  const ciphertext = await crypto.subtle.encrypt(parameters(nonce, associatedData), key, Buffer.from(text))
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: associatedData, ciphertext: Buffer.from(ciphertext).toString('base64') }
}

/**
 * Decrypts a resource, such as the resource of a notification.
 *
 * @param apiV3Key 32 characters; their bytes are the key.
 * @param what What error messages call the resource.
 * @returns The plain text, usually JSON.
 * @throws {TypeError} When the key is not a string of 32 bytes without blanks, or when the resource was encrypted with another key or changed later.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012071382
 * @example
 * ```ts
 * import { decryptResource, developmentKeys, encryptResource } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { apiV3Key } = developmentKeys
 * const resource = await encryptResource('{"echo_message":"hello"}', { apiV3Key, nonce: 'pKbMMsyVxAxo', associatedData: '' })
 * console.log(await decryptResource(resource, apiV3Key)) // {"echo_message":"hello"}
 * ```
 */
export async function decryptResource(
  { nonce, associated_data, ciphertext }: Pick<EncryptedResource, 'nonce' | 'associated_data' | 'ciphertext'>,
  apiV3Key: string,
  what = 'resource',
): Promise<string> {
  const key = await importKey(apiV3Key, 'decrypt')
  try {
    const text = await crypto.subtle.decrypt(parameters(nonce, associated_data), key, Buffer.from(ciphertext, 'base64'))
    return Buffer.from(text).toString('utf8')
  } catch (cause) {
    throw new TypeError(`The ${what} was not encrypted with this APIv3 key (APIv3密钥), or was changed afterwards`, { cause })
  }
}

function importKey(apiV3Key: string, usage: 'encrypt' | 'decrypt') {
  assertApiV3Key(apiV3Key, 'apiV3Key')
  return crypto.subtle.importKey('raw', Buffer.from(apiV3Key), 'AES-GCM', false, [usage])
}

function parameters(nonce: string, associatedData: string) {
  return { name: 'AES-GCM', iv: Buffer.from(nonce), additionalData: Buffer.from(associatedData), tagLength: 128 }
}
