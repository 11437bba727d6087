import { developmentKeys } from '../../contracts/index.ts'
import { CHANGE_STATUS, signedRequest } from '../signed-request.ts'
import { subMchidAt } from './sub-mchid-at.ts'
import type { WireRequest } from './wire-request.ts'

const { mchid, serial, privateKey } = developmentKeys.merchant
const MERCHANT = { mchid, serial_no: serial, private_key: privateKey }

/** Signs a request of the service provider whose keys ship with the package. All of our servers know this service provider. */
export async function signedNow(subMchid: string = subMchidAt(0), padding = 0): Promise<WireRequest> {
  const body = `${JSON.stringify({ sub_mchid: subMchid, operation_type: 'OPEN' })}${' '.repeat(padding)}`
  return signedRequest(MERCHANT, { method: 'POST', target: CHANGE_STATUS, body })
}

/**
 * Distinct requests, spread over this number of sub-merchants and signed in advance. A signature is valid for 300 seconds: sign again for a
 * measurement that ends later.
 */
export async function signedRequests(count: number, subMerchants = 1, padding = 0): Promise<readonly WireRequest[]> {
  const signed: WireRequest[] = []
  // Signs in batches; otherwise the promises of all requests would wait for the thread pool at once.
  for (let from = 0; from < count; from += 64) {
    const length = Math.min(64, count - from)
    const some = Array.from({ length }, (_, at) => signedNow(subMchidAt(spread(from + at, count, subMerchants)), padding))
    signed.push(...(await Promise.all(some)))
  }
  return signed
}

function spread(at: number, count: number, subMerchants: number): number {
  return subMerchants > count ? Math.floor((at * subMerchants) / count) : at % subMerchants
}
