import { createPublicKey } from 'node:crypto'
import { ApiError } from '../api-error.ts'
import type { Circumstances, KnownKey } from '../diagnosis/circumstances.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { developmentKeys } from '../keys/development-keys.ts'
import { originForm } from '../origin-form.ts'
import { shownValue } from '../shown-value.ts'
import { randomNonce } from '../wire/nonce.ts'
import { assertPrivateKeyPem } from '../wire/pem.ts'
import { readPrivateKey } from '../wire/private-key.ts'
import { importPublicKey } from '../wire/rsa-key.ts'
import { signResponse } from '../wire/signed-headers.ts'
import { type ReceivedRequest, type Registry, verifyRequest } from '../wire/verify-request.ts'
import { headerRefusals } from './header-refusals.ts'
import { type ForwardedAnswer, type ForwardedRequest, forward, type Loopback, openLoopback } from './loopback.ts'
import { errorAnswer } from './operations.ts'
import { platformSignerFor, serialRefusals } from './platform-serial.ts'

/** The merchant that signs in a consumer test, by default the shipped service provider. Never use a production key here. */
export interface ConsumerMerchant {
  /** The merchant ID (商户号). */
  readonly mchid: string
  /** The serial number of its API certificate (商户证书序列号): 40 upper-case hexadecimal digits. */
  readonly serial: string
  /** Its API private key: PKCS#8 in PEM. */
  readonly privateKey: string
}

/**
 * Completes a merchant. Fields that are left out get the values of the shipped service provider, and the public key is added.
 *
 * @throws {TypeError} When `choice` is not an object, `mchid` or `serial` does not have its production form, or `privateKey` is not an RSA
 *   private key of 2048 bits.
 */
export function consumerMerchant(choice: Partial<ConsumerMerchant> = {}): ConsumerMerchant & { readonly publicKey: string } {
  if (typeof choice !== 'object' || choice === null) throw new TypeError(`merchant must be an object; got ${shownValue(choice)}`)
  const { mchid, serial, privateKey } = { ...developmentKeys.merchant, ...choice }
  checkIdentity(mchid, serial)
  assertPrivateKeyPem(privateKey, 'merchant.privateKey')
  const key = readPrivateKey(privateKey, 'merchant.privateKey')
  const { modulusLength } = key.asymmetricKeyDetails ?? {}
  if (modulusLength !== 2048) throw new TypeError(`merchant.privateKey must be an RSA key of 2048 bits; got ${modulusLength} bits`)
  return { mchid, serial, privateKey, publicKey: String(createPublicKey(key).export({ type: 'spki', format: 'pem' })) }
}

function checkIdentity(mchid: unknown, serial: unknown): void {
  if (typeof mchid !== 'string' || !/^\d+$/.test(mchid))
    throw new TypeError(`merchant.mchid must be a string of digits; got ${shownValue(mchid)}`)
  if (typeof serial !== 'string' || !/^[\dA-F]{40}$/.test(serial))
    throw new TypeError(`merchant.serial must be 40 upper-case hexadecimal digits; got ${shownValue(serial)}`)
}

/** A proxy in front of Pact's mock server. It verifies requests and signs answers, which Pact can't do. */
export interface SignatureGate extends Loopback {
  /** The explanations of all refusals so far. A request that violates several rules adds several explanations. */
  readonly refusals: readonly string[]
  /** Resolves when every request that has arrived is answered. A client may have ended without waiting for its answers. */
  settled(): Promise<void>
  /** Whether Pact's mock server refused any request because the pact declares no matching request. */
  hasMismatch(): boolean
}

/** The merchant and the clock that requests are verified against. */
export interface GateOptions {
  readonly merchant: ReturnType<typeof consumerMerchant>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Opens a gate in front of the server at `url`. A request that WeChat Pay's gateway would refuse for its headers, size or signature gets
 * the gateway's error. Other requests get the server's answer, which is signed unless its status is 401.
 */
export async function openSignatureGate(url: string, options: GateOptions): Promise<SignatureGate> {
  const refusals: string[] = []
  let isMismatched = false
  const answers: Promise<unknown>[] = []
  async function answerTo(request: ForwardedRequest): Promise<ForwardedAnswer> {
    // A refused request is forwarded, too, because Pact would report it as missing if it never arrived.
    const [signature, answer] = await Promise.all([signatureRefusal(request, options), forward(url, request)])
    const refused = refusalsOf(request, signature, answer)
    refusals.push(...refused.map(({ explanation }) => explanation))
    isMismatched ||= /mismatch|unexpected/i.test(String(answer.headers['x-pact'] ?? ''))
    const [first] = refused
    if (!first) return signed(withoutCors(answer), request, options.now())
    return first.isSigned ? signed(errorOf(first.error), request, options.now()) : errorOf(first.error)
  }
  const loopback = await openLoopback((request) => {
    const answer = answerTo({ ...request, target: originForm(request.target) })
    answers.push(answer)
    return answer
  })
  return {
    ...loopback,
    refusals,
    async settled() {
      // More requests may arrive in the meantime.
      for (let known = 0; known < answers.length; ) {
        known = answers.length
        await Promise.allSettled(answers)
      }
    },
    hasMismatch: () => isMismatched,
  }
}

/** Why the gateway refuses a request. */
interface Refusal {
  readonly error: ApiError
  readonly explanation: string
  /** Whether the gateway signs the answer, which it does only after verifying the signature of the request. */
  readonly isSigned: boolean
}

/**
 * The reasons to refuse a request, in the order in which the gateway checks. The gateway answers with the first reason. When the declared answer is an
 * error, Wechatpay-Serial is not checked, because the interaction may be about it.
 */
function refusalsOf(request: ForwardedRequest, signature: Refusal | undefined, { status }: ForwardedAnswer): readonly Refusal[] {
  const headers = [...headerRefusals(request), ...(status < 400 ? serialRefusals(request) : [])]
  const isSigned = signature === undefined
  return [
    ...headers.filter(({ checked }) => checked === 'before').map((refusal) => ({ ...refusal, isSigned: false })),
    ...(signature ? [signature] : []),
    ...headers.filter(({ checked }) => checked === 'after').map((refusal) => ({ ...refusal, isSigned })),
  ]
}

function registryOf({ merchant, now }: GateOptions): Registry<string> {
  return {
    now,
    find: async (mchid, serial) =>
      mchid === merchant.mchid && serial === merchant.serial
        ? { merchant: mchid, publicKey: await importPublicKey(merchant.publicKey) }
        : undefined,
  }
}

async function signatureRefusal(request: ForwardedRequest, options: GateOptions): Promise<Refusal | undefined> {
  const { method, target, headers, body, rest } = request
  const given = { method, target, authorization: headers.authorization, contentType: headers['content-type'], body }
  const received: ReceivedRequest = { ...given, ...(rest && { rest }) }
  try {
    await verifyRequest(received, registryOf(options))
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const circumstances = { now: options.now(), keys: knownKeys(options), ...(headers.host !== undefined && { host: headers.host }) }
    return { error, explanation: await explainRefusal(received, error, circumstances), isSigned: false }
  }
}

function knownKeys({ merchant: { mchid, serial, publicKey } }: GateOptions): KnownKey[] {
  const { platform, platformPublicKey } = developmentKeys
  return [
    { mchid, serial, pem: publicKey },
    { mchid: null, serial: platform.serial, pem: platform.certificate },
    { mchid: null, serial: platformPublicKey.id, pem: platformPublicKey.publicKey },
  ]
}

/** The gateway's answer to a request that it refuses. */
function errorOf({ example, filling: { detail } }: ApiError): ForwardedAnswer {
  const { status, code, message } = errorAnswer(example)
  const body = Buffer.from(JSON.stringify({ code, ...(detail !== undefined && { detail }), message }))
  return { status, headers: { 'content-type': JSON_TYPE, 'request-id': REQUEST_ID }, body }
}

const JSON_TYPE = 'application/json; charset=utf-8'
/** The Request-ID in the official example. Some clients require this header. */
const REQUEST_ID = '08F5B8C2B506102C18FDDFEEA30620BE821E28EDC405-0'

/** Removes the headers that Pact's mock server adds for browsers. */
function withoutCors({ headers, ...answer }: ForwardedAnswer): ForwardedAnswer {
  return { ...answer, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'))) }
}

async function signed(answer: ForwardedAnswer, request: ForwardedRequest, now: number): Promise<ForwardedAnswer> {
  const given = { 'content-type': JSON_TYPE, 'request-id': REQUEST_ID, ...answer.headers }
  if (answer.status === 401) return { ...answer, headers: withoutSignature(given) }
  const signer = { ...(platformSignerFor(request) ?? developmentKeys.platform), now, nonce: randomNonce() }
  return { ...answer, headers: { ...withoutSignature(given), ...(await signResponse(answer.body, signer)) } }
}

function withoutSignature(headers: ForwardedAnswer['headers']): ForwardedAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('wechatpay-')))
}

/** Explains a refused signature in English and Chinese: the signing mistakes with their fixes, and then the facts that are certain. */
async function explainRefusal(request: ReceivedRequest, { example }: ApiError, circumstances: Circumstances): Promise<string> {
  const { mistakes, certain } = await diagnose(request, circumstances)
  const found = mistakes.map(({ id, message, fix, message_zh, fix_zh }) => [`${id}: ${message} ${fix}`, `${message_zh}${fix_zh}`])
  const lines = [...found, ...certain.map(({ message, message_zh }) => [message, message_zh])].flat()
  const subject = `The Authorization of ${request.method} ${request.target} is not valid: ${example} (签名错误)`
  return [subject, ...lines].join('\n  ')
}
