import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { missingRedis } from './redis-server.ts'

const SERVER = `
const { startRedis } = await import(${JSON.stringify(import.meta.resolve('./redis-server.ts'))})
const { port } = await startRedis()
console.log(port)`

test.skipIf(missingRedis)('a Redis for tests ends with the process that started it, even when that process is killed', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = Number(String(await once(child.stdout, 'data')))
  child.kill('SIGKILL')
  await expect.poll(() => isReachable(port)).toBe(false)
})

async function isReachable(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const isConnected = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isConnected
}
