import { createControl, developmentKeys } from '../../../contracts/index.ts'
import { manySubMerchants } from '../candidates/many-sub-merchants.ts'
import { loadWith } from '../load.ts'
import type { Section } from '../section.ts'
import { signedRequests } from '../signed-requests.ts'
import { type Running, start } from '../start.ts'
import { type Contender, contender, entered, inTurns, medians, perSecond, ratio } from '../turns.ts'

const COUNTS = [10, 1_000, 100_000, 1_000_000]
const REQUESTS = 2_048
const TURNS = { rounds: 3, seconds: 1.4, warmUpSeconds: 1.2 }

/**
 * The length, as JSON, of all entries that are added to fill the journal. It is four times the 16 MB that all journals together may take,
 * so the journal is certainly full.
 */
const JOURNAL_CHARACTERS = 64 * 1024 * 1024
const JOURNAL_LIMIT = 1_000_000
/** The amount of white space at the end of each body. It makes the entries so long that a few thousand requests fill the journal. */
const PADDING = 8_000

export const subMerchants: Section = {
  name: 'sub-merchants',
  measures: 'throughput with 10 to 1,000,000 sub-merchants, and with a full journal',
  needsPackages: true,
  async run(tell) {
    tell(`${COUNTS.length + 1} cases, ${TURNS.rounds} rounds of ${TURNS.seconds} s each`)
    const findings = await inTurns([...COUNTS.map((count) => () => enter(count)), () => enterFull(tell)], TURNS)
    const cases = [...COUNTS.map((count) => manySubMerchants(count).name), '10 sub-merchants, full journal']
    const rows = findings.map((finding, at) => ({
      case: cases[at],
      ...medians(finding),
      'ratio to 10': ratio(finding, findings[0], perSecond),
    }))
    return [{ title: 'Throughput with many sub-merchants, and with a full journal', notes: NOTES, rows }]
  },
}

const NOTES = [
  'The requests are spread over all sub-merchants. The servers are started in code, without the log of the command. The full journal has ' +
    '16 MB; the other journals keep 1,000 entries.',
]

async function enter(count: number): Promise<Contender> {
  return entered(manySubMerchants(count), await signedRequests(REQUESTS, count))
}

async function enterFull(tell: (line: string) => void): Promise<Contender> {
  const [few = 1] = COUNTS
  const server = await start(manySubMerchants(few, JOURNAL_LIMIT))
  tell('filling the journal')
  await fillJournal(server, await signedRequests(REQUESTS, few, PADDING))
  return contender(server, await signedRequests(REQUESTS, few))
}

async function fillJournal(server: Running, requests: Awaited<ReturnType<typeof signedRequests>>): Promise<void> {
  await loadWith(requests.length, server, requests)
  const [entry] = await createControl(server.url).merchant(developmentKeys.merchant.mchid).requests({ limit: 1 })
  const amount = Math.ceil(JOURNAL_CHARACTERS / JSON.stringify(entry).length)
  await loadWith(amount, server, requests)
}
