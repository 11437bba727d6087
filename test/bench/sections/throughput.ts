import type { WireRequest } from '../../signed-request.ts'
import type { Candidate } from '../candidate.ts'
import { bareExpress } from '../candidates/bare-express.ts'
import { mockoon } from '../candidates/mockoon.ts'
import { oauth2MockServer } from '../candidates/oauth2-mock-server.ts'
import { prism } from '../candidates/prism.ts'
import { rsaLimit } from '../candidates/rsa-limit.ts'
import { thisServer } from '../candidates/this-server.ts'
import { checkSignatures } from '../check-signatures.ts'
import { CONNECTIONS } from '../load.ts'
import type { Section } from '../section.ts'
import { signedRequests } from '../signed-requests.ts'
import { start } from '../start.ts'
import { contender, inTurns, medians, perSecond, ratio } from '../turns.ts'

const REQUESTS = 4_096
// The warm-up is long enough for V8 to compile the code that runs often.
const TURNS = { rounds: 3, seconds: 1.8, warmUpSeconds: 2.6 }

/** The servers to compare. The first one is called the floor: the table shows the ratio of each server to the floor. */
const SERVERS = [bareExpress, thisServer, oauth2MockServer, prism, mockoon]

export const throughput: Section = {
  name: 'throughput',
  measures: 'requests per second, latency and CPU time, compared with the RSA limit, bare Express and other mock servers',
  needsPackages: true,
  async run(tell) {
    tell(`signing ${REQUESTS} requests`)
    const requests = await signedRequests(REQUESTS)
    tell(`${SERVERS.length + 1} candidates, ${TURNS.rounds} rounds of ${TURNS.seconds} s each`)
    const entrants = [rsaLimit, ...SERVERS.map((server) => () => enter(server, requests))]
    const findings = await inTurns(entrants, TURNS)
    const [limit, floor] = findings
    const rows = findings.map((finding, at) => ({
      candidate: at === 0 ? 'RSA limit' : SERVERS[at - 1]?.name,
      verifies: at === 0 ? '' : SERVERS[at - 1]?.verifies,
      signs: at === 0 ? 'nothing else' : (SERVERS[at - 1]?.signs ?? 'nothing'),
      ...medians(finding),
      'ratio to floor': ratio(finding, floor, perSecond),
      'ratio to limit': ratio(finding, limit, perSecond),
      'p99 ratio to floor': at === 0 ? undefined : ratio(finding, floor, ({ p99 }) => p99),
    }))
    return [{ title: `Throughput with ${CONNECTIONS} connections`, notes: NOTES, rows }]
  },
}

const NOTES = [
  'The figures are medians over the rounds. Each ratio compares values of the same round; the table shows its median. The latency of the RSA limit ' +
    `is that of one signature while ${CONNECTIONS} are made at a time. All output goes to a file; the log of this server is on, as JSON.`,
]

async function enter(candidate: Candidate, requests: readonly WireRequest[]) {
  const server = await start(candidate)
  try {
    await checkSignatures(server)
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
  return contender(server, requests)
}
