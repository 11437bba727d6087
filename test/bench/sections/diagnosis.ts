import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { type Client, correctClient, requestOf } from '../../../contracts/generate/vectors/mistaken-client.ts'
import { SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../signed-request.ts'
import { median, percentile } from '../percentile.ts'
import type { Section } from '../section.ts'
import type { Row } from '../table.ts'
import { undisturbed } from '../undisturbed.ts'

const PROCESSES = 2
const CALLS = 40
const CHILD = join(import.meta.dirname, '../children/diagnose.ts')

export const diagnosis: Section = {
  name: 'diagnosis',
  measures: 'the cost of diagnosing a refused signature, and the delay of other requests',
  needsPackages: false,
  async run(tell) {
    const costs: Row[] = []
    tell(`${Object.keys(INPUTS).length} requests that take long to diagnose, ${PROCESSES} processes each`)
    for (const [request, right] of Object.entries(INPUTS)) costs.push({ request, ...(await costOf(right)) })
    tell('correct requests while diagnoses run')
    return [
      { title: 'Cost of a diagnosis', notes: NOTES, rows: costs },
      { title: 'Latency of correct requests', rows: await delays() },
    ]
  },
}

const NOTES = [
  'CPU time in ms of the thread that diagnoses; "later, all threads" adds the threads that compile and collect garbage. The first diagnosis of a process loads the catalogue. The command makes one right after its start, so for its requests the figures start with the second.',
]

/** Requests that take long to diagnose. `costOf` signs another nonce than it sends; no known mistake does that, so all are tried. */
const INPUTS: Readonly<Record<string, Client>> = {
  ...SENT,
  'a body of 4 KB with many fields': sent(JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`field${at}`, at])))),
  'a body of 4 KB with Chinese text': sent(JSON.stringify(Array.from({ length: 80 }, (_, at) => ({ note: `商户/<小票>${at}` })))),
  'a body of 4 KB that is not JSON': sent('商户/<小票>'.repeat(250)),
  'a body of 64 KB': sent(JSON.stringify({ note: 'x'.repeat(65_000) })),
  'a query of 4 KB': sent('{}', `?${Array.from({ length: 250 }, (_, at) => `k${at}=%E4%B8%AD`).join('&')}`),
}

function sent(body: string, query = ''): Client {
  return correctClient({ method: 'POST', target: CHANGE_STATUS + query, body })
}

async function costOf(right: Client): Promise<Row> {
  const request = requestOf({ ...right, head: { ...right.head, nonce: 'another' } })
  if (!request) throw new Error('The client cannot sign this message')
  const input = JSON.stringify({ request, circumstances: right.circumstances })
  const all: Costs[] = []
  for (let at = 0; at < PROCESSES; at += 1) all.push(await undisturbed(() => costsOfProcess(input)))
  const medianOf = (figures: (costs: Costs) => readonly number[]) => median(all.flatMap(figures))
  return {
    first: medianOf(({ costs }) => costs.slice(0, 1).map(({ thread }) => thread)),
    second: medianOf(({ costs }) => costs.slice(1, 2).map(({ thread }) => thread)),
    later: medianOf(({ costs }) => costs.slice(2).map(({ thread }) => thread)),
    'maximum from the second on': Math.max(...all.flatMap(({ costs }) => costs.slice(1).map(({ thread }) => thread))),
    'later, all threads': medianOf(({ costs }) => costs.slice(2).map(({ process }) => process)),
    'longest event-loop turn, median ms': medianOf(({ holdUps }) => holdUps),
  }
}

/** The costs of the diagnoses in one process, in the order in which they ran. */
interface Costs {
  readonly costs: readonly { readonly thread: number; readonly process: number }[]
  readonly holdUps: readonly number[]
}

async function costsOfProcess(input: string): Promise<Costs> {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(input)
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${CHILD} ended with code ${code}`)
  return JSON.parse(output)
}

/** The latency of correct requests, with and without a diagnosis of the previous request. */
async function delays(): Promise<readonly Row[]> {
  // Imported here, because it is large and the other sections do not need it.
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
  const measured: Record<string, number[]> = { alone: [], 'during a diagnosis': [] }
  for (let at = 0; at < CALLS; at += 1) {
    measured['alone']?.push(await call(false))
    measured['during a diagnosis']?.push(await call(true))
    await mock.control.merchant(mock.credentials.mchid).requests({ limit: 1 })
    await setTimeout(1)
  }
  return Object.entries(measured).map(([requests, values]) => ({
    requests,
    'p50 ms': percentile(values, 0.5),
    'p90 ms': percentile(values, 0.9),
    'max ms': Math.max(...values),
  }))
}
