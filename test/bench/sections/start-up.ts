import { errorMessage } from '../../../contracts/error-message.ts'
import type { Candidate } from '../candidate.ts'
import { bareExpress } from '../candidates/bare-express.ts'
import { mockoon } from '../candidates/mockoon.ts'
import { oauth2MockServer } from '../candidates/oauth2-mock-server.ts'
import { prism } from '../candidates/prism.ts'
import { thisServer, thisServerAtFirst, thisServerUnbuilt } from '../candidates/this-server.ts'
import { median } from '../percentile.ts'
import type { Section } from '../section.ts'
import { start } from '../start.ts'
import { undisturbed } from '../undisturbed.ts'

const TIMES = 3
const CANDIDATES = [thisServer, thisServerAtFirst, thisServerUnbuilt, bareExpress, oauth2MockServer, prism, mockoon]

interface Found {
  readonly candidate: Candidate
  readonly times: number[]
  problem?: string
}

export const startUp: Section = {
  name: 'start-up',
  measures: 'the time from the spawn of a command to its first answer with 200',
  needsPackages: true,
  async run(tell) {
    tell(`${CANDIDATES.length} candidates in turn, ${TIMES} starts each`)
    const found: Found[] = CANDIDATES.map((candidate) => ({ candidate, times: [] }))
    // The first start of each candidate does not count, because it fills the caches of the machine and of Node.
    for (let turn = 0; turn <= TIMES; turn += 1) for (const one of found) await startOnce(one, turn > 0)
    const prisms = found.find(({ candidate }) => candidate === prism)?.times ?? []
    const rows = found.map(({ candidate: { name }, times, problem }) => ({
      candidate: name,
      ...(problem ? { problem } : row(times, prisms)),
    }))
    return [{ title: 'Start-up, from the spawn to the first 200', notes: NOTES, rows }]
  },
}

const NOTES = [
  'Node runs each command directly; npm and npx would add their own time. The floor and the unbuilt server are TypeScript sources.',
]

async function startOnce(found: Found, counts: boolean): Promise<void> {
  if (found.problem !== undefined) return
  try {
    const ready = await undisturbed(() => readyAfter(found.candidate))
    if (counts) found.times.push(ready)
  } catch (error) {
    found.problem = errorMessage(error)
  }
}

async function readyAfter(candidate: Candidate): Promise<number> {
  await using server = await start(candidate)
  return server.ready
}

function row(times: readonly number[], prisms: readonly number[]) {
  return {
    'median ms': median(times),
    'min ms': Math.min(...times),
    'max ms': Math.max(...times),
    'ratio to Prism': prisms.length > 0 ? median(times) / median(prisms) : undefined,
  }
}
