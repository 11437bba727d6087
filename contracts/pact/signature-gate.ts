import { ApiError } from '../api-error.ts'
import type { KnownKey } from '../diagnosis/circumstances.ts'
import { developmentKeys } from '../keys/development-keys.ts'
import { randomNonce } from '../wire/nonce.ts'
import { importPrivateKey, importPublicKey } from '../wire/pem.ts'
import { formatResponseHeaders } from '../wire/response-headers.ts'
import { sign } from '../wire/signature.ts'
import { responseMessage } from '../wire/signature-message.ts'
import { type ReceivedRequest, type Registry, verifyRequest } from '../wire/verify-request.ts'
import type { consumerMerchant } from './consumer-merchant.ts'
import { explainRefusal } from './explain-refusal.ts'
import { type Loopback, openLoopback, type PassingAnswer, type PassingRequest, passOn } from './loopback.ts'
import { errorBody } from './operations.ts'

/** What stands in front of Pact's mock server and does what Pact can't: verify signatures, and sign. */
export interface SignatureGate extends Loopback {
  /** What was wrong with each request whose signature did not hold. */
  readonly refusals: readonly string[]
}

/** What a gate verifies requests with. */
export interface GateKeeper {
  readonly merchant: ReturnType<typeof consumerMerchant>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Opens a gate in front of a server. Each request goes on as it came. One whose signature is wrong for the very bytes received is answered
 * with the 401 of production; to any other the server's answer comes back signed, a 401 unsigned.
 */
export async function openSignatureGate(url: string, keeper: GateKeeper): Promise<SignatureGate> {
  const refusals: string[] = []
  const registry = registryOf(keeper)
  const loopback = await openLoopback(async (request) => {
    // A refused request goes on, too: what is wrong is its signature, not that it is missing.
    const [refusal, answer] = await Promise.all([judge(request, registry, keeper), passOn(url, request)])
    if (refusal) refusals.push(refusal.explanation)
    return refusal ? refused(refusal.error) : signed(withoutCors(answer), request, keeper.now())
  })
  return { ...loopback, refusals }
}

function registryOf({ merchant, now }: GateKeeper): Registry<string> {
  return {
    now,
    find: async (mchid, serial) =>
      mchid === merchant.mchid && serial === merchant.serial
        ? { merchant: mchid, publicKey: await importPublicKey(merchant.publicKey) }
        : undefined,
  }
}

interface Refusal {
  readonly error: ApiError
  readonly explanation: string
}

async function judge(request: PassingRequest, registry: Registry<string>, keeper: GateKeeper): Promise<Refusal | undefined> {
  const { method, target, headers, body } = request
  const received: ReceivedRequest = { method, target, authorization: headers.authorization, body }
  try {
    await verifyRequest(received, registry)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const circumstances = { now: keeper.now(), keys: knownKeys(keeper), ...(headers.host !== undefined && { host: headers.host }) }
    return { error, explanation: await explainRefusal(received, error, circumstances) }
  }
}

function knownKeys({ merchant: { mchid, serial, publicKey } }: GateKeeper): KnownKey[] {
  const { platform, platformPublicKey } = developmentKeys
  return [
    { mchid, serial, pem: publicKey },
    { mchid: null, serial: platform.serial, pem: platform.certificate },
    { mchid: null, serial: platformPublicKey.id, pem: platformPublicKey.publicKey },
  ]
}

function refused({ example, filling }: ApiError): PassingAnswer {
  const { code, message } = errorBody(example)
  const body = Buffer.from(JSON.stringify({ code, ...(filling.detail !== undefined && { detail: filling.detail }), message }))
  return { status: 401, headers: { 'Content-Type': JSON_TYPE, 'Request-ID': REQUEST_ID }, body }
}

const JSON_TYPE = 'application/json; charset=utf-8'
/** Some clients ask for one; the official example. */
const REQUEST_ID = '08F5B8C2B506102C18FDDFEEA30620BE821E28EDC405-0'

/** Pact's mock server is made for browsers, too. */
function withoutCors({ headers, ...answer }: PassingAnswer): PassingAnswer {
  return { ...answer, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'))) }
}

async function signed(answer: PassingAnswer, { headers }: PassingRequest, now: number): Promise<PassingAnswer> {
  const given = { 'content-type': JSON_TYPE, 'request-id': REQUEST_ID, ...answer.headers }
  if (answer.status === 401) return { ...answer, headers: withoutSignature(given) }
  const { serial, privateKey } = signerFor(headers['wechatpay-serial'])
  const [timestamp, nonce] = [String(Math.floor(now / 1000)), randomNonce()]
  const signature = await sign(responseMessage({ timestamp, nonce, body: answer.body }), await importPrivateKey(privateKey))
  return { ...answer, headers: { ...withoutSignature(given), ...formatResponseHeaders({ timestamp, nonce, serial, signature }) } }
}

/** A request that names the WeChat Pay public key gets its answer signed with it. */
function signerFor(asked: string | string[] | undefined): { readonly serial: string; readonly privateKey: string } {
  const { platform, platformPublicKey } = developmentKeys
  return asked === platformPublicKey.id ? { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey } : platform
}

function withoutSignature(headers: PassingAnswer['headers']): PassingAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('wechatpay-')))
}
