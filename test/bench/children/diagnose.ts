// Diagnoses a request, an answer or a notification from stdin several times with the built code. Prints the CPU times and the longest turns
// of the event loop, in milliseconds.
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { importPackedContracts } from './packed.ts'

const COSTS = 7
const HOLD_UPS = 11

const { call, message, circumstances } = JSON.parse(await text(process.stdin), (_, value) =>
  value?.type === 'Buffer' ? Buffer.from(value.data) : value,
)
// Reading the input left garbage. It is collected here, so that it is not collected during a diagnosis.
globalThis.gc?.()
const { diagnose, diagnoseResponse, diagnoseNotification } = await importPackedContracts()
const CALLS = { diagnose, diagnoseResponse, diagnoseNotification }
const diagnosed = () => CALLS[call as keyof typeof CALLS](message, circumstances)

async function costOf(work: () => Promise<unknown>): Promise<{ readonly thread: number; readonly process: number }> {
  // Lets other threads finish the work that the previous diagnosis left to them.
  await setTimeout(50)
  const [before, threadBefore] = [process.cpuUsage(), process.threadCpuUsage()]
  await work()
  return { thread: milliseconds(process.threadCpuUsage(threadBefore)), process: milliseconds(process.cpuUsage(before)) }
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

/** Measures the longest turn of the event loop while `work` runs, in milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let isOver = false
  let last = performance.now()
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  isOver = true
  return longest
}

const costs = []
for (let at = 0; at < COSTS; at += 1) costs.push(await costOf(diagnosed))
const holdUps = []
for (let at = 0; at < HOLD_UPS; at += 1) holdUps.push(await longestTurn(diagnosed))
console.log(JSON.stringify({ costs, holdUps }))
