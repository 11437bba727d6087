import fc from 'fast-check'
import { createControl } from '../../contracts/index.ts'
import type { MockCredentials } from '../../mock-server/index.ts'
import { memoryOf } from '../bench/process-figures.ts'
import { inTurns } from '../in-turns.ts'
import { bytesOf, type Exchanged, exchange } from '../raw-exchange.ts'
import { type SigningCredentials, signedRequest } from '../signed-request.ts'
import { type Attack, type Outcome, Tally } from './attack.ts'
import { changedBytes, type Fuzzed, fuzzedRequests } from './fuzzed-request.ts'
import { startServer } from './server-process.ts'
import { smallest } from './smallest.ts'
import { type FuzzAttempt, wrongIn } from './wrong-in.ts'

/**
 * Sends requests that are broken in many ways. A crash or a bug in the log counts as wrong. A missing or wrong answer also counts as
 * wrong, unless the request was changed after it was signed.
 */
export const fuzz: Attack = {
  name: 'fuzz',
  tries: 'requests that are broken in many ways: half before signing, three tenths after signing, and a fifth for the control API',
  wrong: 'crashes or wrong answers',
  sizes: { sample: 300, every: 30_000, soak: 1_000_088 },
  run: (seed, size) => fuzzServer(startServer, seed, size),
}

type Start = typeof startServer
type Server = Awaited<ReturnType<Start>>

const BATCH = 500
/** After this many wrong attempts, no further batch is sent, because it would show nothing new. */
const MOST_WRONG = 10
/** The merchant that control requests change. It also signs the requests of the kind `changed`, which are changed after signing. */
const FUZZED = '1900009999'
/** The merchants' clocks are stopped at this time, in milliseconds since 1970. So a signed request stays valid and can be sent again. */
const PINNED = 1_700_000_000_000

/** Attacks a server. After a crash or a bug in the log, starts another server. */
export async function fuzzServer(start: Start, seed: number, size: number): Promise<Outcome> {
  const requests = await fuzzedRequests(FUZZED)
  const tally = new Tally()
  let server = await start()
  const restart = async () => {
    await server.kill()
    // The new server needs the same port, because control requests have the port in their Host header.
    server = await start('--port', new URL(server.credentials.base_url).port)
    await prepare(server)
    return server
  }
  try {
    for (let sent = 0; sent < size && tally.wrong < MOST_WRONG; sent += BATCH) {
      const merchants = await prepare(server)
      const batch = fc.sample(requests, { seed: seed + sent, numRuns: Math.min(BATCH, size - sent) })
      const attempts = await Promise.all(batch.map((fuzzed) => attemptOf(fuzzed, merchants)))
      await attack(attempts, server, tally, restart)
    }
    for (const [name, megabytes] of Object.entries(memoryOf(server.pid))) tally.also(`MB ${name}`, Math.round(megabytes ?? 0))
  } finally {
    await server.kill()
  }
  return tally.outcome()
}

interface Merchants {
  /** Signs the requests whose answers are checked. */
  readonly own: MockCredentials
  readonly fuzzed: SigningCredentials
}

/** Resets the server, because control requests may have changed its merchants. Then creates {@link FUZZED} and stops all clocks. */
async function prepare({ credentials: own }: Server): Promise<Merchants> {
  const control = createControl(own.base_url)
  await control.reset()
  const fuzzed = await control.createMerchant({ mchid: FUZZED })
  for (const { mchid } of [own, fuzzed]) await control.merchant(mchid).setClock({ pin: PINNED / 1000 })
  return { own, fuzzed }
}

async function attemptOf(request: Fuzzed, { own, fuzzed }: Merchants): Promise<FuzzAttempt> {
  const { kind, choice } = request
  if (kind === 'control') {
    const headers = { Host: new URL(own.base_url).host, 'Content-Type': 'application/json', ...choice.headers }
    return { kind, bytes: bytesOf({ ...choice, headers }), isHalfClosed: false }
  }
  const signer = kind === 'changed' ? fuzzed : own
  const bytes = bytesOf(await signedRequest(signer, { ...choice, now: PINNED, nonce: 'soak' }))
  if (kind === 'signed') return { kind, bytes, isHalfClosed: false }
  return { kind, bytes: changedBytes(bytes, request.seed), isHalfClosed: request.isHalfClosed }
}

async function attack(attempts: readonly FuzzAttempt[], server: Server, tally: Tally, restart: () => Promise<Server>): Promise<void> {
  const suspects: (readonly [what: string, bytes: Buffer])[] = []
  await inTurns(attempts, 32, async (attempt) => {
    const answer = await send(attempt, server, PATIENCE[attempt.kind])
    const what = wrongIn(attempt, answer)
    if (what) suspects.push([what, attempt.bytes])
    tally.tried()
    tally.also(attempt.kind)
    if (answer.received.startsWith('HTTP/1.1 2')) tally.also(`${attempt.kind} and answered 2xx`)
  })
  const trouble = await server.trouble()
  // If there is trouble, only its cause counts as wrong. The suspects may have got wrong answers because of the same trouble.
  if (trouble) tally.wrongIs(...(await causeOf(trouble, attempts, restart)))
  else for (const suspect of suspects) tally.wrongIs(...suspect)
}

/** How long a client waits for the end of an answer, in milliseconds. It is short for a changed request, which may never get an answer. */
const PATIENCE = { signed: 30_000, control: 30_000, changed: 250 }

async function send({ bytes, isHalfClosed }: FuzzAttempt, { credentials }: Server, patience: number): Promise<Exchanged> {
  return exchange(credentials.base_url, bytes, isHalfClosed, patience)
}

/** Sends the requests one after another to a new server, until a request causes trouble. Returns the trouble and the shortened request. */
async function causeOf(
  trouble: string,
  attempts: readonly FuzzAttempt[],
  restart: () => Promise<Server>,
): Promise<[what: string, bytes?: Buffer]> {
  let server = await restart()
  const isTrouble = async (attempt: FuzzAttempt) => {
    await send(attempt, server, PATIENCE.changed)
    const isSick = (await server.trouble()) !== ''
    if (isSick) server = await restart()
    return isSick
  }
  for (const attempt of attempts) {
    if (!(await isTrouble(attempt))) continue
    // The client half-closes the connection, so that the server does not wait for the rest of a shortened request.
    return [trouble, await smallest(attempt.bytes, (bytes) => isTrouble({ ...attempt, bytes, isHalfClosed: true }))]
  }
  return [`${trouble} (sent one after another, the requests did not cause it again)`]
}
