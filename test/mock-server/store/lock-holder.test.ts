import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { type Holder, holderIn, isHere, nameOf, stillRuns } from '../../../mock-server/store/lock-holder.ts'

const HOLDER: Holder = { pid: 7, host: hostname(), time: new Date().toISOString() }
const ELSEWHERE = { ...HOLDER, host: `not-${hostname()}` }

test('the process that holds a lock on another machine or in another container is named with its host', () => {
  expect(nameOf(ELSEWHERE, false)).toBe(`process 7 on ${ELSEWHERE.host}`)
  expect(nameOf(HOLDER, false)).toBe('process 7 in another container or on another machine of the same name')
})

test('a lock of another host is not of this machine', async () => {
  expect([await isHere(HOLDER), await isHere(ELSEWHERE)]).toEqual([true, false])
})

test.each(['{"pid":"7"}', '{"pid":1.5}'])('a lock whose process ID is not an integer names no process: %s', (text) => {
  expect(holderIn(text)).toBeUndefined()
})

test.skipIf(process.platform !== 'linux')('a process that has ended, but whose exit code nobody has asked for, does not run', async () => {
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'])
  onTestFinished(() => void parent.kill())
  const [pid] = await once(parent.stdout, 'data')
  await expect.poll(() => stillRuns({ ...HOLDER, pid: Number(pid) })).toBe(false)
})
