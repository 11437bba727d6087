import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import type { components } from '../../contracts/control/index.ts'
import { missingRedis, startRedis } from '../redis-server.ts'
import { type Attack, type Outcome, Tally } from './attack.ts'
import { openAndClose } from './outage-client.ts'
import { createLedger, type Ledger } from './outage-ledger.ts'
import { once, startTeam, type Team, untilAnswered } from './outage-team.ts'

/** Kills two servers and the store that they share, while clients use them. Then compares the remaining state with the acknowledged changes. */
export const outages: Attack = {
  name: 'outages',
  tries: 'kill -9 of two servers that share a store, and of the store',
  wrong: 'lost, or against the rules',
  missing: missingRedis,
  // `npm test` runs this attack only with EVERY=1, because starting the servers takes seconds.
  sizes: { sample: 0, every: 15, soak: 200 },
  async run(seed, size) {
    await using redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always')
    await using team = await startTeam(redis)
    return await suffer(team, seed, size)
  },
}

const MERCHANTS = 8
const CLIENTS = 64
const HOUR = 3_600_000
/** How many calls each fault answers. */
const TIMES = 5

/** An event that disturbs the clients: a kill, advanced clocks or a new fault. */
interface Blow {
  readonly what: 'server' | 'store' | 'clock' | 'fault'
  /** The pause before this blow, in milliseconds. A killed store stays away for the same time. */
  readonly pause: number
  /** Chooses the merchant that gets a fault, or the server that is killed: the first if the number is even, the second if it is odd. */
  readonly which: number
  /** How far the merchants' clocks are advanced. */
  readonly hours: number
}

const blows = fc.record<Blow>({
  what: fc.constantFrom('server', 'store', 'clock', 'clock', 'fault'),
  pause: fc.integer({ min: 50, max: 600 }),
  which: fc.nat(MERCHANTS - 1),
  hours: fc.constantFrom(1, 23, 24, 24, 30),
})

async function suffer(team: Team, seed: number, size: number): Promise<Outcome> {
  const tally = new Tally()
  const merchants = await Promise.all(Array.from({ length: MERCHANTS }, () => untilAnswered(team, (control) => control.createMerchant())))
  const ledgers = merchants.map(({ mchid }) => createLedger(mchid))
  const subMchids = Array.from({ length: CLIENTS }, (_, index) => String(1_900_000_000 + index))
  await Promise.all(
    subMchids.map((sub, index) => untilAnswered(team, (control) => control.merchant(ownOf(ledgers, index).mchid).putSubMerchant(sub))),
  )
  let isOver = false
  const clients = Promise.all(
    subMchids.map((subMchid, index) =>
      openAndClose({ team, ledger: ownOf(ledgers, index), credentials: ownOf(merchants, index), subMchid, tally }, () => isOver),
    ),
  )
  // Without this handler, a client that fails during the blows would end the process. `await clients` throws the client's error later.
  clients.catch(() => undefined)
  for (const [index, blow] of fc.sample(fc.noBias(blows), { seed, numRuns: size }).entries()) {
    await setTimeout(blow.pause)
    await strike(blow, String(index), team, ledgers, tally)
  }
  await team.whole()
  isOver = true
  await clients
  for (const ledger of ledgers) await compare(ledger, team, tally)
  return tally.outcome()
}

function ownOf<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item
}

async function strike(
  { what, which, hours, pause }: Blow,
  name: string,
  team: Team,
  ledgers: readonly Ledger[],
  tally: Tally,
): Promise<void> {
  tally.also(`${what}s hit`)
  if (what === 'server') return team.killServer(which % 2)
  if (what === 'store') return team.killStore(pause)
  if (what === 'fault') return addFault(name, team, ownOf(ledgers, which))
  await Promise.all(ledgers.map((ledger) => advance(hours * HOUR, team, ledger)))
}

async function advance(by: number, team: Team, ledger: Ledger): Promise<void> {
  const jump = ledger.jumpBegins(by)
  const expected = ledger.advanced() + by
  const isSure = await once(team, (control) => control.merchant(ledger.mchid).setClock({ advance: `${by / HOUR}h` }))
  if (!isSure && (await advancedAt(team, ledger)) !== expected) return ledger.forget(jump)
  jump.ended = Date.now()
}

async function advancedAt(team: Team, { mchid }: Ledger): Promise<number> {
  // A server may have sent a change to the store just before it was killed. This pause lets the store carry out that change.
  await setTimeout(50)
  const { advance: text } = await untilAnswered(team, (control) => control.merchant(mchid).clock())
  return Number.parseInt(text, 10) * 1000
}

async function addFault(name: string, team: Team, ledger: Ledger): Promise<void> {
  const fault = { status: 500, times: TIMES, body: { code: 'SCRIPTED', message: name } }
  ledger.faultAdded(name, { times: TIMES, isSure: false })
  const answer = await once(team, (control) => control.merchant(ledger.mchid).addFault(fault))
  if (answer) ledger.faultAdded(name, { times: TIMES, isSure: true })
}

/** Compares a merchant's final clock and faults with the changes that the servers acknowledged. */
async function compare(ledger: Ledger, team: Team, tally: Tally): Promise<void> {
  const advanced = await advancedAt(team, ledger)
  if (advanced !== ledger.advanced()) tally.wrongIs(`the clock of ${ledger.mchid} is ${advanced} ms ahead, not ${ledger.advanced()}`)
  const faults = await untilAnswered(team, (control) => control.merchant(ledger.mchid).faults())
  const hits = new Map(faults.map((fault) => [messageOf(fault), fault.hits]))
  for (const wrong of ledger.wrongFaults(hits)) tally.wrongIs(wrong)
}

function messageOf({ body }: components['schemas']['Fault']): string {
  return String((body as { message?: string } | undefined)?.message)
}
