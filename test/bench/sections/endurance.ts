import { setTimeout } from 'node:timers/promises'
import { thisServer } from '../candidates/this-server.ts'
import { watchHealth } from '../health.ts'
import { CONNECTIONS, loadWith } from '../load.ts'
import { percentile } from '../percentile.ts'
import { memoryOf } from '../process-figures.ts'
import type { Section } from '../section.ts'
import { signedRequests } from '../signed-requests.ts'
import { type Running, start } from '../start.ts'
import type { Row } from '../table.ts'

const REQUESTS = 50_000
const DISTINCT = 4_096
const IDLE_MILLISECONDS = 1_500

export const endurance: Section = {
  name: 'endurance',
  measures: `memory after ${shown(REQUESTS)} requests and after ${shown(REQUESTS)} more, and the latency of /__mock/health under full load`,
  needsPackages: true,
  async run(tell) {
    await using server = await start(thisServer)
    const rows: Row[] = [await phase('idle', server, () => setTimeout(IDLE_MILLISECONDS))]
    for (const name of [`first ${shown(REQUESTS)} requests`, `next ${shown(REQUESTS)} requests`]) {
      tell(name)
      // The requests are signed again for each phase: on a slow machine, the first signatures would expire during the second phase.
      const requests = await signedRequests(DISTINCT)
      rows.push(await phase(name, server, () => loadWith(REQUESTS, server, requests)))
    }
    return [{ title: `Endurance of this server with ${CONNECTIONS} connections`, notes: NOTES, rows }]
  },
}

const NOTES = [
  '/__mock/health is requested every 20 ms on a separate connection, from a separate thread. The thread shares the cores with the server and its load.',
]

/** Measures the memory of the server after some work, and the latency of /__mock/health during the work. */
async function phase(name: string, { pid, url }: Running, work: () => Promise<number | undefined>): Promise<Row> {
  await using health = await watchHealth(url)
  const perSecond = await work()
  const latencies = await health.stop()
  const memory = memoryOf(pid)
  return {
    phase: name,
    'requests/s': perSecond,
    'memory MB': memory.now,
    'max memory MB': memory.most,
    'health p50 ms': percentile(latencies, 0.5),
    'health p99 ms': percentile(latencies, 0.99),
    'health requests': latencies.length,
  }
}

function shown(count: number): string {
  return count.toLocaleString('en')
}
