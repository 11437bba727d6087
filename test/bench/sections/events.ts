import { manySubMerchants } from '../candidates/many-sub-merchants.ts'
import type { Section } from '../section.ts'
import { signedRequests } from '../signed-requests.ts'
import { start } from '../start.ts'
import { type Contender, contender, cpu, entered, inTurns, medians, perSecond, ratio, ratioInterval } from '../turns.ts'

const SUB_MERCHANTS = 10
const REQUESTS = 2_048
// With many short rounds, other load on the machine slows both cases about equally.
const TURNS = { rounds: 60, seconds: 1, warmUpSeconds: 2 }

export const events: Section = {
  name: 'events',
  measures: 'throughput with one reader of the stream of requests, such as the console',
  needsPackages: true,
  async run(tell) {
    tell(`2 cases, ${TURNS.rounds} rounds of ${TURNS.seconds} s each`)
    const findings = await inTurns([enter, enterRead], TURNS)
    const rows = findings.map((finding, at) => ({
      case: ['no reader', 'one reader'][at],
      ...medians(finding),
      'ratio to no reader': ratio(finding, findings[0], perSecond),
      'within (95 %)': at === 0 ? undefined : ratioInterval(finding, findings[0], perSecond),
      'CPU ratio': ratio(finding, findings[0], cpu),
      'CPU within (95 %)': at === 0 ? undefined : ratioInterval(finding, findings[0], cpu),
    }))
    return [{ title: 'Throughput with one reader of GET /__mock/events', notes: NOTES, rows }]
  },
}

const NOTES = ['The reader runs in the process that makes the load. The servers are started in code, without the log of the command.']

async function enter(): Promise<Contender> {
  return entered(manySubMerchants(SUB_MERCHANTS), await signedRequests(REQUESTS, SUB_MERCHANTS))
}

async function enterRead(): Promise<Contender> {
  const server = await start(manySubMerchants(SUB_MERCHANTS))
  void read(`${server.url}/__mock/events`)
  return contender(server, await signedRequests(REQUESTS, SUB_MERCHANTS))
}

/** Reads the stream at this URL until the server stops. */
async function read(url: string): Promise<void> {
  const { body } = await fetch(url)
  await body?.pipeTo(new WritableStream()).catch(() => undefined)
}
