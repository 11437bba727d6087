import { createControl } from '../../contracts/index.ts'
import type { MockCredentials } from '../../mock-server/index.ts'
import { inTurns } from '../in-turns.ts'
import { bytesOf, rawExchange, statusOf } from '../raw-exchange.ts'
import { type SignedRequest, type SigningCredentials, signedRequest } from '../signed-request.ts'
import { type Attack, type Outcome, Tally } from './attack.ts'
import { rightCalls } from './right-calls.ts'
import { startServer } from './server-process.ts'

/** Changes one byte of a signed request: in the signed text, the signature, the merchant ID or the serial number. */
export const forgeries: Attack = {
  name: 'forgeries',
  tries: 'signed requests with one byte changed',
  wrong: 'accepted',
  sizes: { sample: 500, every: 30_000, soak: 272_640 },
  async run(seed, size) {
    await using server = await startServer()
    return await forge(server.credentials, seed, size)
  },
}

/** Milliseconds since 1970. The merchant's clock is stopped at this time, so that no signature becomes stale. */
const PINNED = 1_700_000_000_000

type Signer = SigningCredentials & Pick<MockCredentials, 'base_url'>

/** Sends up to `size` forgeries to a running server. */
export async function forge(credentials: Signer, seed: number, size: number): Promise<Outcome> {
  const { base_url: url, mchid } = credentials
  await createControl(url)
    .merchant(mchid)
    .setClock({ pin: PINNED / 1000 })
  const calls = await rightCalls()
  const requests = await Promise.all(calls.map((call) => signedRequest(credentials, { ...call, now: PINNED, nonce: 'soak-0123456789' })))
  const tally = new Tally()
  await checkUnchanged(url, requests, tally)
  await inTurns(changedRequests(requests, credentials, seed, size), 32, async (changed) => {
    tally.tried()
    const answer = await rawExchange(url, changed)
    if (statusOf(answer) === 0) tally.wrongIs('not answered', changed)
    else if (isAccepted(answer)) tally.wrongIs('accepted', changed)
  })
  await checkUnchanged(url, requests, tally)
  return tally.outcome()
}

/** Whether the server accepted the signature of a request. If it refused the signature, its answer is not signed. */
function isAccepted(answer: string): boolean {
  return statusOf(answer) < 300 || /^wechatpay-signature:/im.test(answer)
}

/** Checks that unchanged requests are accepted, because a server that refuses everything would refuse the forgeries, too. */
async function checkUnchanged(url: string, requests: readonly SignedRequest[], tally: Tally): Promise<void> {
  for (const request of requests) {
    const bytes = bytesOf(request)
    if (!isAccepted(await rawExchange(url, bytes))) tally.wrongIs('refused, though unchanged', bytes)
  }
}

/** The change of each byte grows by this number in each round. It is coprime to 255, so 255 rounds make all 255 changes to each byte. */
const TURN = 37

/** Yields `size` different forgeries, or all possible forgeries if there are fewer. */
function* changedRequests(requests: readonly SignedRequest[], credentials: Signer, seed: number, size: number): Generator<Buffer> {
  const places = requests.flatMap((request) => placesIn(request, credentials))
  let made = 0
  for (let round = 0; round < 255; round++) {
    for (const [index, { bytes, at, isSerial }] of places.entries()) {
      if (made === size) return
      const change = 1 + ((seed + index + round * TURN) % 255)
      // Skips the change of a letter in the serial number to lower case. This is no forgery: the serial number is not signed, and its case
      // does not matter.
      if (isSerial && change === 0x20 && /[A-F]/.test(String.fromCharCode(bytes[at] ?? 0))) continue
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ change
      made += 1
      yield changed
    }
  }
}

/** One byte of a request. If this byte is changed, the request is a forgery. */
interface Place {
  readonly bytes: Buffer
  readonly at: number
  readonly isSerial: boolean
}

function placesIn(request: SignedRequest, { mchid, serial_no }: Signer): Place[] {
  const bytes = bytesOf(request)
  const { method, target, timestamp, nonce, signature, body } = request
  const parts: readonly (readonly [after: string, part: string])[] = [
    ['', method],
    [' ', target],
    ['timestamp="', timestamp],
    ['nonce_str="', nonce],
    ['signature="', signature],
    ['mchid="', mchid],
    ['serial_no="', serial_no],
    ['\r\n\r\n', body.toString('latin1')],
  ]
  return parts.flatMap(([after, part]) => {
    const start = bytes.indexOf(after + part, 0, 'latin1') + after.length
    return Array.from(part, (_, index) => ({ bytes, at: start + index, isSerial: part === serial_no }))
  })
}
