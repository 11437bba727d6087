import { setTimeout } from 'node:timers/promises'
import { diagnose } from '../../../contracts/index.ts'
import { requestOf, rightSigning, type Signing } from '../../../contracts/vectors/mistaken-client.ts'
import { SENT } from '../../../contracts/vectors/sent-requests.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../signed-request.ts'
import { median, percentile } from '../percentile.ts'
import type { Section } from '../section.ts'
import type { Row } from '../table.ts'

const TIMES = 2
const CALLS = 40

export const diagnosis: Section = {
  name: 'diagnosis',
  measures: 'what the diagnosis of a refused signature costs, and what it delays',
  needsPackages: false,
  async run(tell) {
    const costs: Row[] = []
    tell(`${Object.keys(INPUTS).length} requests that take long to diagnose`)
    for (const [request, right] of Object.entries(INPUTS)) costs.push({ request, ...(await costOf(right)) })
    tell('right calls beside diagnoses')
    return [
      { title: 'Cost of a diagnosis', notes: ['The first of all loads the catalogue.'], rows: costs },
      { title: 'Latency of right calls', rows: await delays() },
    ]
  },
}

/** Requests that take long to diagnose, each signed with another nonce than was sent: no mistake explains that, so all are tried. */
const INPUTS: Readonly<Record<string, Signing>> = {
  ...SENT,
  'a body of 4 KB with many fields': sent(JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`field${at}`, at])))),
  'a body of 4 KB with Chinese text': sent(JSON.stringify(Array.from({ length: 80 }, (_, at) => ({ note: `商户/<小票>${at}` })))),
  'a body of 4 KB that is no JSON': sent('商户/<小票>'.repeat(250)),
  'a body of 64 KB': sent(JSON.stringify({ note: 'x'.repeat(65_000) })),
  'a query of 4 KB': sent('{}', `?${Array.from({ length: 250 }, (_, at) => `k${at}=%E4%B8%AD`).join('&')}`),
}

function sent(body: string, query = ''): Signing {
  return rightSigning({ method: 'POST', target: CHANGE_STATUS + query, body })
}

async function costOf(right: Signing) {
  const request = requestOf({ ...right, head: { ...right.head, nonce: 'another' } })
  if (!request) throw new Error('The client can not sign so')
  const diagnosed = () => diagnose(request, right.circumstances)
  const first = await cpuOf(diagnosed)
  await times(TIMES, diagnosed)
  const mean = (await cpuOf(() => times(TIMES, diagnosed))) / TIMES
  const held: number[] = []
  await times(TIMES, async () => void held.push(await longestTurn(diagnosed)))
  return {
    'first, CPU ms': first,
    'mean of later ones, CPU ms': mean,
    'longest hold-up, median ms': median(held),
  }
}

/** The longest turn of the event loop during some work, in milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let isOver = false
  let last = performance.now()
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  isOver = true
  return longest
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += 1) await work()
}

/** How long right calls take, alone and while the request before each of them is being diagnosed. */
async function delays(): Promise<readonly Row[]> {
  // Loaded here: it is much, and the other sections start without it.
  const { createMockServer } = await import('../../../mock-server/index.ts')
  await using mock = await createMockServer()
  const call = async (isBeside: boolean) => {
    const right = await signedRequest(mock.credentials)
    const wrong = await signedRequest(mock.credentials)
    if (isBeside) await send(mock.url, { ...wrong, body: Buffer.from('{"sub_mchid":"1900000777"}') })
    const start = performance.now()
    await send(mock.url, right)
    return performance.now() - start
  }
  const measured: Record<string, number[]> = { alone: [], 'beside a diagnosis': [] }
  for (let at = 0; at < CALLS; at += 1) {
    measured['alone']?.push(await call(false))
    measured['beside a diagnosis']?.push(await call(true))
    await mock.control.merchant(mock.credentials.mchid).requests({ limit: 1 })
    await setTimeout(1)
  }
  return Object.entries(measured).map(([calls, values]) => ({
    calls,
    'p50 ms': percentile(values, 0.5),
    'p90 ms': percentile(values, 0.9),
    'most ms': Math.max(...values),
  }))
}
