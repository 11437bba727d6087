import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { errorMessage } from '../../contracts/error-message.ts'
import { createControl, type MerchantControl } from '../../contracts/index.ts'
import { newSubMerchant } from '../../mock-server/tenant/sub-merchant.ts'
import { type Attack, type Outcome, Tally } from './attack.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** Kills a server while it writes its state file, and starts the next server from that file. */
export const kills: Attack = {
  name: 'kills',
  tries: 'kill -9 while the state file is written',
  wrong: 'unreadable',
  sizes: { sample: 1, every: 20, soak: 200 },
  async run(seed, size) {
    const folder = await mkdtemp(join(tmpdir(), 'soak-state-'))
    try {
      return await killInTurn(folder, seed, size)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

/** The longest time from the first change to the kill, in milliseconds: long enough for several writes. */
const LONGEST = 250

async function killInTurn(folder: string, seed: number, size: number): Promise<Outcome> {
  const file = join(folder, 'state.json')
  const tally = new Tally()
  let server = await startFilled(file)
  try {
    for (const milliseconds of fc.sample(fc.noBias(fc.nat(LONGEST)), { seed, numRuns: size })) {
      const sent = await killDuringWrites(server, milliseconds)
      tally.tried()
      if ((await readdir(folder)).some((name) => name.endsWith('.tmp'))) tally.also('in the middle of a write')
      try {
        server = await startServer('--state', file)
        const { advance } = await controlOf(server).clock()
        if (Number.parseInt(advance, 10) > sent) throw new Error(`the file holds ${advance}, which nobody wrote`)
      } catch (error) {
        tally.wrongIs(`killed after ${milliseconds} ms: ${errorMessage(error)}`)
        await server.kill()
        await rm(file)
        server = await startFilled(file)
      }
    }
  } finally {
    await server.kill()
  }
  return tally.outcome()
}

/** Starts a server whose state file is so large that writing it takes a while. */
async function startFilled(file: string): Promise<ServerProcess> {
  const server = await startServer('--state', file)
  await controlOf(server).restore({ sub_merchants: Array.from({ length: 4_000 }, (_, number) => newSubMerchant(String(number + 1))) })
  return server
}

function controlOf({ credentials }: ServerProcess): MerchantControl {
  return createControl(credentials.base_url).merchant(credentials.mchid)
}

/**
 * Changes the state again and again, and kills the server `milliseconds` after the first change.
 *
 * @returns By how many seconds the clock is advanced if every change that was sent takes effect. Each change adds one second.
 */
export async function killDuringWrites(server: ServerProcess, milliseconds: number): Promise<number> {
  const control = controlOf(server)
  let sent = Number.parseInt((await control.clock()).advance, 10)
  const change = async () => {
    sent += 1
    await control.setClock({ advance: '1s' })
  }
  await change()
  const changing = (async () => {
    for (;;) await change()
  })()
  changing.catch(() => undefined)
  await setTimeout(milliseconds)
  await server.kill()
  await changing.catch(() => undefined)
  return sent
}
