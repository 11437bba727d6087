import { developmentKeys } from '../../contracts/index.ts'
import type { WireRequest } from '../signed-request.ts'
import { CHANGE_STATUS, signedRequest } from '../signed-request.ts'
import { subMchidAt } from './sub-mchid-at.ts'

const { mchid, serial, privateKey } = developmentKeys.merchant
const MERCHANT = { mchid, serial_no: serial, private_key: privateKey }

/** Signs a request as the service provider whose keys ship with the package. A mock server knows this service provider by default. */
export async function signedNow(subMchid: string = subMchidAt(0), padding = 0): Promise<WireRequest> {
  const body = `${JSON.stringify({ sub_mchid: subMchid, operation_type: 'OPEN' })}${' '.repeat(padding)}`
  return signedRequest(MERCHANT, { method: 'POST', target: CHANGE_STATUS, body })
}

/**
 * Signs `count` different requests for `subMerchants` sub-merchants before a measurement. The signatures are valid for 300 seconds, so a longer
 * measurement needs new requests.
 */
export async function signedRequests(count: number, subMerchants = 1, padding = 0): Promise<readonly WireRequest[]> {
  const signed: WireRequest[] = []
  // Signs in batches, so that the thread pool does not get all requests at once.
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
