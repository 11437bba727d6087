import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startWorkers } from '../../../../mock-server/command/workers/primary.ts'

/** A fake worker without a process. It records the messages and signals that it gets, and the test emits its events. */
function fakeWorker() {
  const kill = vi.fn()
  return Object.assign(new EventEmitter(), { process: { pid: 1, send: vi.fn(), kill }, send: vi.fn(), isDead: () => true, kill })
}

const { fork } = vi.hoisted(() => ({ fork: vi.fn() }))
vi.mock('node:cluster', () => ({ default: { setupPrimary: () => undefined, fork } }))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const log = { warn: vi.fn() }
const READY = { ready: { url: 'http://127.0.0.1:1', credentials: {} } }

test('a worker that is not ready after a minute is killed, and another worker starts', async () => {
  const [still, next] = [fakeWorker(), fakeWorker()]
  fork.mockReturnValueOnce(still).mockReturnValueOnce(next)
  const started = startWorkers(1, log as never, () => undefined)
  vi.advanceTimersByTime(60_000)
  expect(still.kill).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1_000)
  expect(still.kill).toHaveBeenCalledExactlyOnceWith('SIGKILL')
  still.emit('exit', null, 'SIGKILL')
  vi.advanceTimersByTime(1_000)
  next.emit('message', READY)
  expect((await started).url).toBe(READY.ready.url)
  expect(log.warn.mock.calls.map(([line]) => line)).toEqual([
    expect.stringContaining('does not answer the primary process, so it is killed'),
    expect.stringContaining('ended (SIGKILL); another one starts'),
  ])
})

test('a worker is given another minute once it is ready, because it may still be loading its code', async () => {
  const worker = fakeWorker()
  fork.mockReturnValueOnce(worker)
  const started = startWorkers(1, log as never, () => undefined)
  vi.advanceTimersByTime(59_000)
  worker.emit('message', READY)
  await started
  vi.advanceTimersByTime(60_000)
  expect(worker.kill).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1_000)
  expect(worker.kill).toHaveBeenCalledExactlyOnceWith('SIGKILL')
})
