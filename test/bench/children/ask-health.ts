// This worker thread requests a server's health every 20 ms on one connection. When a message arrives, it stops and posts the latencies.
import { Agent } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { send } from '../../send.ts'

const EVERY_MILLISECONDS = 20

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const request = { method: 'GET', target: '/__mock/health', headers: {}, body: Buffer.alloc(0) }
const latencies: number[] = []
let isOver = false
parentPort?.once('message', () => {
  isOver = true
})

async function ask(): Promise<number> {
  const start = performance.now()
  // The server may close the connection while the machine is halted. The request is then sent again on a new connection.
  const { status } = await send(workerData, request, agent).catch(() => send(workerData, request, agent))
  if (status !== 200) throw new Error(`/__mock/health answered ${status}`)
  return performance.now() - start
}

// The first call opens the connection, so it is not measured.
await ask()
parentPort?.postMessage('ready')
while (!isOver) {
  const latency = await ask()
  latencies.push(latency)
  await setTimeout(Math.max(0, EVERY_MILLISECONDS - latency))
}
agent.destroy()
parentPort?.postMessage(latencies)
