import { setTimeout } from 'node:timers/promises'
import type { components } from '../../contracts/control/index.ts'
import { send } from '../send.ts'
import { type SigningCredentials, signedRequest } from '../signed-request.ts'
import type { Tally } from './attack.ts'
import type { Ledger } from './outage-ledger.ts'
import { type Team, untilAnswered } from './outage-team.ts'

const DAY = 86_400_000
/** The tolerance in milliseconds, because `closed_at` is rounded to a millisecond. */
const ROUNDING = 1

type Scene = components['schemas']['SceneRecord']
type Kind = 'OPEN' | 'CLOSE'

/** A client of the gateway. No other client uses its sub-merchant. */
export interface Client {
  readonly team: Team
  readonly ledger: Ledger
  readonly credentials: SigningCredentials
  readonly subMchid: string
  readonly tally: Tally
}

/** Opens and closes the gold plan of the client's sub-merchant until `isOver` returns true. Checks each answer and each new state. */
export async function openAndClose(client: Client, isOver: () => boolean): Promise<void> {
  let scene: Scene = { status: 'CLOSED', closed_at: null }
  while (!isOver()) scene = await changeOnce(client, scene, scene.status === 'OPEN' ? 'CLOSE' : 'OPEN')
  await setTimeout(50)
  const left = await readScene(client)
  if (!isSame(left, scene)) client.tally.wrongIs(`lost: ${client.subMchid} was left ${shown(scene)} and is ${shown(left)}`)
}

async function changeOnce(client: Client, before: Scene, kind: Kind): Promise<Scene> {
  const { ledger, tally, subMchid } = client
  const began = Date.now()
  const answer = await call(client, kind)
  const { earliest, latest } = ledger.businessTime(began, Date.now())
  tally.tried()
  if (answer?.code === 'SCRIPTED') {
    ledger.faultSeen(answer.message)
    tally.also('answered by faults')
    return before
  }
  const elapsed = (now: number) => (before.closed_at === null ? Number.POSITIVE_INFINITY : now - before.closed_at * 1000)
  if (answer?.status === 400) {
    tally.also('refused within 24 hours')
    if (kind === 'CLOSE' || elapsed(earliest) > DAY + ROUNDING)
      tally.wrongIs(`${subMchid}: ${kind} after ${elapsed(earliest)} ms was refused: ${answer.message}`)
    return before
  }
  if (answer?.status !== 200) {
    ledger.answerLost()
    tally.also('answers lost')
    // A server may have sent a change to the store just before it was killed. This pause lets the store carry out that change.
    await setTimeout(50)
  } else tally.also('acknowledged')
  const after = await readScene(client)
  const isChanged = after.status === (kind === 'OPEN' ? 'OPEN' : 'CLOSED') && isPossible(after, earliest, latest)
  if (isChanged && kind === 'OPEN' && elapsed(latest) < DAY - ROUNDING)
    tally.wrongIs(`${subMchid} was opened ${elapsed(latest)} ms after it was closed`)
  // If the answer was lost, the change may or may not have taken place.
  if (!isChanged && !(answer?.status !== 200 && isSame(after, before)))
    tally.wrongIs(
      `lost: ${subMchid} was ${shown(before)}, ${kind} was answered ${answer?.status ?? 'by nobody'}, and it is ${shown(after)}`,
    )
  return after
}

/** Whether the gold plan has no closing time, or was closed between `earliest` and `latest`. */
function isPossible({ closed_at }: Scene, earliest: number, latest: number): boolean {
  return closed_at === null || (closed_at * 1000 >= earliest - ROUNDING && closed_at * 1000 <= latest + ROUNDING)
}

/** How long a client waits for an answer, in milliseconds. */
const PATIENCE = 20_000

async function call({ team, credentials, subMchid }: Client, kind: Kind) {
  const body = JSON.stringify({ sub_mchid: subMchid, operation_type: kind })
  const url = await team.url()
  const sent = signedRequest(credentials, { body }).then((request) => send(url, request))
  const answer = await Promise.race([sent, setTimeout(PATIENCE, undefined, { ref: false })]).catch(() => undefined)
  if (!answer) return undefined
  const { code = '', message = '' }: { code?: string; message?: string } = parsed(answer.body)
  return { status: answer.status, code, message }
}

function parsed(text: string): object {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

async function readScene({ team, ledger, subMchid }: Client): Promise<Scene> {
  const { gold_plan } = await untilAnswered(team, (control) => control.merchant(ledger.mchid).subMerchant(subMchid))
  return gold_plan.JSAPI
}

function isSame(one: Scene, other: Scene): boolean {
  return one.status === other.status && one.closed_at === other.closed_at
}

function shown({ status, closed_at }: Scene): string {
  return `${status} (closed_at ${closed_at})`
}
