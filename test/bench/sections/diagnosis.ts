import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { answer, notification, type Program, sealed } from '../../../contracts/generate/vectors/received-program.ts'
import { SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import { type Client, correctClient, requestOf } from '../../../contracts/generate/vectors/signing-client.ts'
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
  measures: 'the cost of diagnosing a refused signature, an answer or a notification, and the delay of other requests',
  needsPackages: false,
  async run(tell) {
    const inputs = { ...REQUESTS, ...RECEIVED }
    tell(`${Object.keys(inputs).length} messages that take long to diagnose, ${PROCESSES} processes each`)
    const rows: Record<string, Row> = {}
    for (const [name, input] of Object.entries(inputs)) rows[name] = await costOf(input)
    const costs = (name: string, of: object) => Object.keys(of).map((title) => ({ [name]: title, ...rows[title] }))
    tell('correct requests while diagnoses run')
    return [
      { title: 'Cost of a diagnosis', notes: NOTES, rows: costs('request', REQUESTS) },
      { title: 'Cost of a diagnosis of an answer or notification', notes: NOTES, rows: costs('message', RECEIVED) },
      { title: 'Latency of correct requests', rows: await delays() },
    ]
  },
}

const NOTES = [
  'CPU time in ms of the thread that diagnoses; "later, all threads" adds the threads that compile and collect garbage. "longest event-loop turn" is elapsed time. The first diagnosis of a process also loads the catalogue. The server command makes one diagnosis right after its start, so its first refused request costs as much as "second" here.',
]

interface Input {
  readonly call: 'diagnose' | 'diagnoseResponse' | 'diagnoseNotification'
  readonly message: object
  readonly circumstances: object
}

/** Requests that take long to diagnose. Their nonce is not the nonce that was signed, and no known mistake explains the difference. */
const REQUESTS: Readonly<Record<string, Input>> = {
  ...Object.fromEntries(Object.entries(SENT).map(([title, client]) => [title, wrongRequest(client)])),
  'a body with eight fields': sent(fields(8)),
  'a body of 4 KB with many fields': sent(JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`field${at}`, at])))),
  'a body of 4 KB with Chinese text': sent(JSON.stringify(Array.from({ length: 140 }, (_, at) => ({ note: `商户/<小票>${at}` })))),
  'a body of 4 KB that is not JSON': sent('商户/<小票>'.repeat(250)),
  'a body of 64 KB': sent(JSON.stringify({ note: 'x'.repeat(65_000) })),
  'a query of 4 KB': sent('{}', `?${Array.from({ length: 250 }, (_, at) => `k${at}=%E4%B8%AD`).join('&')}`),
  'an upload of 4 KB': upload(4_000),
  'an upload of 1 MB': upload(1_000_000),
}

function sent(body: string, query = ''): Input {
  return wrongRequest(correctClient({ method: 'POST', target: CHANGE_STATUS + query, body }))
}

function fields(count: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`field_${at}`, `value ${at}`])))
}

function upload(bytes: number): Input {
  const part = '--boundary\r\nContent-Disposition: form-data; name='
  const body = `${part}"meta"\r\n\r\n{"filename":"a.jpg","sha256":"2c26"}\r\n${part}"file"; filename="a.jpg"\r\n\r\n${'x'.repeat(bytes)}\r\n--boundary--\r\n`
  const input = wrongRequest(correctClient({ method: 'POST', target: '/v3/merchant/media/upload', body }))
  return { ...input, message: { ...input.message, contentType: 'multipart/form-data; boundary=boundary' } }
}

function wrongRequest(right: Client): Input {
  const message = requestOf({ ...right, head: { ...right.head, nonce: 'another' } })
  if (!message) throw new Error('The client cannot sign this message')
  return { call: 'diagnose', message, circumstances: right.circumstances }
}

const MANY = Array.from({ length: 16 }, (_, at) => `nonce ${at}`)
const ENTITIES = 'x&quot;'.repeat(150_000)

/** Answers and notifications that take long to diagnose. None of their nonces is the nonce that was signed. */
const RECEIVED: Readonly<Record<string, Input>> = {
  'an answer': wrongMessage(answer()),
  'an answer with eight fields': wrongMessage(answer(fields(8))),
  'an answer with 16 random strings': wrongMessage(answer(), MANY),
  'an answer of 64 KB': wrongMessage(answer(JSON.stringify({ note: 'x'.repeat(65_000) }))),
  'an answer of 1 MB': wrongMessage(answer(JSON.stringify({ note: 'x'.repeat(1_000_000) }))),
  'an answer of 1 MB with entities': wrongMessage(answer(ENTITIES)),
  'an answer of 1 MB with 16 random strings': wrongMessage(answer(JSON.stringify({ note: 'x'.repeat(1_000_000) })), MANY),
  'a notification': wrongMessage(notification()),
  'a notification of 4 KB': wrongMessage(notification(sealed(JSON.stringify({ attach: 'x'.repeat(2_600) })))),
  'a notification with 16 random strings': wrongMessage(notification(), MANY),
}

function wrongMessage({ kind, headers, body, circumstances }: Program, nonces: readonly string[] = ['another']): Input {
  const message = { headers: { ...headers, 'Wechatpay-Nonce': nonces }, body }
  return { call: kind === 'answer' ? 'diagnoseResponse' : 'diagnoseNotification', message, circumstances }
}

async function costOf(message: Input): Promise<Row> {
  const input = JSON.stringify(message)
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

/** What the diagnoses in one process cost, in milliseconds and in the order in which they ran. */
interface Costs {
  /** The CPU time of the thread that diagnoses, and of the whole process. */
  readonly costs: readonly { readonly thread: number; readonly process: number }[]
  /** The longest turn of the event loop during each further diagnosis. */
  readonly holdUps: readonly number[]
}

async function costsOfProcess(input: string): Promise<Costs> {
  const child = spawn(process.execPath, ['--expose-gc', CHILD], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(input)
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${CHILD} ended with code ${code}`)
  return JSON.parse(output)
}

/** The latency of correct requests, with and without a diagnosis of the previous request. */
async function delays(): Promise<readonly Row[]> {
  // The mock server is imported here, because it is large and the other sections do not import it.
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
