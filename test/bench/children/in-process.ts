// A test can run the server in its own process. This program measures how long the test waits for the import of the package, for each
// server and for each tenant. It prints the times in milliseconds, as JSON.
import { importPacked } from './packed.ts'

const SERVERS = 20
const TENANTS = 50

async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly took: number }> {
  const start = performance.now()
  const result = await work()
  return { result, took: performance.now() - start }
}

const { result: packed, took: imported } = await timed(importPacked)
const { result: mock, took: first } = await timed(() => packed.createMockServer())
const later: number[] = []
for (let at = 0; at < SERVERS; at += 1) {
  const { result, took } = await timed(() => packed.createMockServer())
  later.push(took)
  await result.close()
}
const tenants: number[] = []
for (let at = 0; at < TENANTS; at += 1) tenants.push((await timed(() => mock.control.createMerchant())).took)
await mock.close()
console.log(JSON.stringify({ imported, first, later, tenants }))
