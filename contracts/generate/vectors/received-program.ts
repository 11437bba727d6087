import { Buffer } from 'node:buffer'
import { createCipheriv, sign } from 'node:crypto'
import {
  type DevelopmentKeyPair,
  developmentKeys,
  diagnoseNotification,
  diagnoseResponse,
  type ReceivedCircumstances,
  type ReceivedDiagnosis,
  type ReceivedMessage,
  responseMessage,
} from '../../index.ts'

// This file makes answers and notifications as WeChat Pay sends them, and the settings of the programs that receive them.

const { platform, platformPublicKey, apiV3Key } = developmentKeys

/** The time of the messages, in seconds since 1970. */
export const TIME = 1_700_000_000
export const NONCE = 'd824f2e086d3C1df967785d13fcd22ef'

/** A program that received a message: the answer or notification, and the keys and settings to verify and decrypt it. */
export interface Program {
  readonly kind: 'answer' | 'notification'
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
  readonly circumstances: ReceivedCircumstances
}

/** Signs a body. Returns the body and its headers as WeChat Pay sends them. */
export function signed(body: string | Buffer, signer: Pick<DevelopmentKeyPair, 'serial' | 'privateKey'> = platform, nonce = NONCE) {
  const bytes = Buffer.from(body)
  const message = responseMessage({ timestamp: TIME, nonce, body: bytes })
  return {
    headers: {
      'Content-Length': String(bytes.length),
      'Wechatpay-Timestamp': String(TIME),
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': signer.serial,
      'Wechatpay-Signature': sign('sha256', message, signer.privateKey).toString('base64'),
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    },
    body: bytes,
  }
}

export const KEYS = [
  { serial: platform.serial, pem: platform.certificate },
  { serial: platformPublicKey.id, pem: platformPublicKey.publicKey },
]

export const ANSWER =
  '{"sub_mchid":"1900000109","total":1,"rate":0.5,"note":"点金计划","url":"https://pay.example/a?b=<c>&d=1","at":"2018-06-08T10:34:56+08:00"}'

export function answer(body: string = ANSWER, signer?: Pick<DevelopmentKeyPair, 'serial' | 'privateKey'>): Program {
  return { kind: 'answer', ...signed(body, signer), circumstances: { keys: KEYS } }
}

export const PLAIN = '{"mchid":"1900000109","out_trade_no":"1217752501201407033233368018","amount":{"total":1},"attach":"点金"}'
export const RESOURCE_NONCE = 'pKbMMsyVxAxo'

/** Encrypts a text as the resource of a notification. */
export function sealed(plain = PLAIN, key: string | Buffer = apiV3Key, associated = 'transaction', nonce = RESOURCE_NONCE) {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), nonce).setAAD(Buffer.from(associated))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64')
  return { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: associated, nonce }
}

type Resource = ReturnType<typeof sealed> | Record<string, unknown> | string

export function notificationBody(resource: Resource = sealed()): string {
  return JSON.stringify({
    id: 'f994ecf7-60a3-537e-85d1-7dad28f7bfe8',
    create_time: '2024-06-08T10:34:56+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource,
  })
}

export function notification(resource?: Resource): Program {
  return { kind: 'notification', ...signed(notificationBody(resource)), circumstances: { keys: KEYS, apiV3Key } }
}

export function diagnosisOf({
  kind,
  headers,
  body,
  circumstances,
}: Omit<Program, 'body'> & { readonly body: ReceivedMessage['body'] }): Promise<ReceivedDiagnosis> {
  return (kind === 'answer' ? diagnoseResponse : diagnoseNotification)({ headers, body }, circumstances)
}
