import { Buffer } from 'node:buffer'
import { developmentKeys } from '../../keys/development-keys.ts'
import { responseMessage } from '../../wire/signature-message.ts'
import { KEYS, NONCE, notificationBody, PLAIN, sealed, signed, TIME } from './received-program.ts'

const DESCRIPTION =
  'Valid notifications (回调通知), as WeChat Pay sends them. Each has the message (验签名串), the signature, the headers, the body, and resource, which is the decrypted text. ' +
  'Verify with the key that Wechatpay-Serial names, then decrypt with the APIv3 key (AEAD_AES_256_GCM; the ciphertext ends with the 16-byte tag). now is the time in seconds since 1970.'

const { platform, nextPlatform, platformPublicKey, apiV3Key } = developmentKeys

const PUBLIC_KEY = { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }
const REFUND = '{"mchid":"1900000109","out_refund_no":"7752501201407033233368018","refund_status":"SUCCESS","note":"a/b\\u003c<&>é点金🎉"}'

/** The input from which one test vector is made. Omitted fields take the usual values. */
interface VectorInput {
  readonly name: string
  readonly resource?: string
  readonly associatedData?: string
  readonly signer?: { readonly serial: string; readonly privateKey: string }
  /** Changes the text of the body before it is signed. */
  readonly write?: (body: string) => string
}

const INPUTS: readonly VectorInput[] = [
  { name: 'signed with the private key of a platform certificate' },
  { name: 'signed with the private key of the WeChat Pay public key', signer: PUBLIC_KEY },
  { name: 'signed with the private key of the next platform certificate', signer: nextPlatform },
  { name: 'empty associated data', associatedData: '' },
  { name: 'characters of one to four bytes, escapes and slashes', resource: REFUND, associatedData: 'refund' },
  { name: 'a resource of more than one kilobyte', resource: JSON.stringify({ attach: '点金计划'.repeat(200) }) },
  { name: 'white space and a line feed in the body', write: (body) => `${JSON.stringify(JSON.parse(body), null, 2)}\n` },
]

/** The contents of `notifications.json`. */
export function notificationVectors(): unknown {
  const keys = [...KEYS, { serial: nextPlatform.serial, pem: nextPlatform.certificate }]
  return {
    description: DESCRIPTION,
    api_v3_key: apiV3Key,
    keys: keys.map(({ serial, pem }) => ({ serial_no: serial, pem })),
    notifications: INPUTS.map(notificationVector),
  }
}

function notificationVector({ name, resource = PLAIN, associatedData, signer = platform, write = (body) => body }: VectorInput): object {
  const { headers, body } = signed(write(notificationBody(sealed(resource, apiV3Key, associatedData))), signer)
  return {
    name,
    message: String(responseMessage({ timestamp: TIME, nonce: NONCE, body })),
    signature: headers['Wechatpay-Signature'],
    headers,
    body: String(Buffer.from(body)),
    resource,
    now: TIME,
  }
}
