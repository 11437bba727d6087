import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { type Holder, holderIn, isHere, nameOf, stillRuns } from '../../../mock-server/store/lock-holder.ts'

const HOLDER: Holder = { pid: 7, host: hostname(), time: new Date().toISOString() }
const ELSEWHERE = { ...HOLDER, host: `not-${hostname()}` }

test('`nameOf` says that a process is on another host, or in another container or on another machine of the same name', () => {
  expect(nameOf(ELSEWHERE, false)).toBe(`process 7 on ${ELSEWHERE.host}`)
  expect(nameOf(HOLDER, false)).toBe('process 7 in another container or on another machine of the same name')
})

test('a process on another host is not taken for a process on this machine', async () => {
  expect([await isHere(HOLDER), await isHere(ELSEWHERE)]).toEqual([true, false])
})

test.each(['{"pid":"7"}', '{"pid":1.5}'])('a lock whose process ID is not an integer names no process: %s', (text) => {
  expect(holderIn(text)).toBeUndefined()
})

test.skipIf(process.platform !== 'linux')('a process that has ended does not count as running before its exit code is read', async () => {
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'])
  onTestFinished(() => void parent.kill())
  const [pid] = await once(parent.stdout, 'data')
  await expect.poll(() => stillRuns({ ...HOLDER, pid: Number(pid) })).toBe(false)
})
