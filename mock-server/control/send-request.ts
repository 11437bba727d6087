import { Buffer } from 'node:buffer'
import { randomNonce, requestMessage, signedBody, signRequest } from '../../contracts/index.ts'
import { REQUEST_BYTES_LIMIT } from '../../contracts/request-headers.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { JournalEntry, Tenant } from '../store/records.ts'
import { currentCertificate } from '../tenant/certificates.ts'
import { tenantTime } from '../tenant/clock.ts'
import { readTenant } from './change-tenant.ts'
import { conflict } from './control-error.ts'
import type { ControlContext, ControlHandlers, ControlInput } from './control-handler.ts'

export const signedRequests: ControlHandlers<'sendRequest' | 'signRequest'> = {
  async sendRequest({ path: { mchid }, body: choice }, context) {
    const { authorization, nonce } = await signedAs(await readTenant(mchid, context.store), choice, context.now())
    await context.send(requestOf(choice, authorization, context))
    return entryWith(nonce, mchid, context)
  },
  async signRequest({ path: { mchid }, body: choice }, { store, now }) {
    const { authorization, message } = await signedAs(await readTenant(mchid, store), choice, now())
    return { authorization, message }
  },
}

type Choice = ControlInput<'signRequest'>['body']

/**
 * Signs a request as the merchant. The timestamp is the gateway time of the merchant's clock, so the signature is valid even if this clock
 * is pinned or ahead.
 */
async function signedAs({ mchid, clock, ...tenant }: Tenant, { method, target, body = '', headers = {} }: Choice, time: number) {
  const { serial_no: serial, private_key: privateKey } = currentCertificate({ mchid, clock, ...tenant })
  if (privateKey === '') throw conflict(`The server does not have the private key of ${mchid}, so it can't sign`, { mchid })
  const nonce = randomNonce()
  const now = tenantTime(clock, time).gateway
  const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const request = { method, target, body, ...(contentType !== undefined && { contentType }) }
  const authorization = await signRequest(request, { mchid, serial, privateKey, now, nonce })
  const signed = await signedBody(Buffer.from(body), contentType)
  const message = String(requestMessage({ method, target, timestamp: String(Math.floor(now / 1000)), nonce, body: signed }))
  return { authorization, nonce, message }
}

/** Returns the request in the form in which the server's HTTP layer would have received it. */
function requestOf({ method, target, body = '', headers = {} }: Choice, authorization: string, { url }: ControlContext): HttpRequest {
  const bytes = Buffer.from(body)
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const own = { host: URL.parse(url())?.host ?? 'localhost', authorization, 'content-length': String(bytes.length) }
  const defaults = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'wechatpay-goldplan-mock' }
  return {
    method,
    target,
    headers: Object.assign(Object.create(null), defaults, Object.fromEntries(given), own),
    body: bytes.length > REQUEST_BYTES_LIMIT ? undefined : bytes,
    connection: { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1', localPort: 0 },
  }
}

/** How many of the newest journal entries are searched for the sent request. Other requests may have arrived after it. */
const SEARCHED = 100

const NOT_KEPT =
  "The request was answered, but the journal did not keep it: start the server with larger --journal-limit and --journal-bytes, and don't clear the journal meanwhile"

async function entryWith(nonce: string, mchid: string, { store, diagnoses }: ControlContext): Promise<JournalEntry> {
  const find = async () => {
    const newest = await store.journal.entries(mchid, { before: Number.POSITIVE_INFINITY, count: SEARCHED })
    return newest.find(({ message }) => message?.includes(nonce))
  }
  const entry = await find()
  if (!entry) throw conflict(NOT_KEPT, { mchid })
  return (await diagnoses.settled([entry.id])) ? ((await find()) ?? entry) : entry
}
