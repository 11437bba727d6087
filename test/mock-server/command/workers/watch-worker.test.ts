import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchWorker } from '../../../../mock-server/command/workers/watch-worker.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  ['never answers', 60, () => undefined],
  ['answered only once', 10, (answered: () => void) => answered()],
])('a worker that %s is reported once, after %i unanswered questions', (_, questions, begin) => {
  const [ask, onSilent] = [vi.fn(), vi.fn()]
  begin(watchWorker(ask, onSilent).answered)
  vi.advanceTimersByTime(questions * 1_000)
  expect([ask.mock.calls.length, onSilent.mock.calls.length]).toEqual([questions, 0])
  vi.advanceTimersByTime(100_000)
  expect([ask.mock.calls.length, onSilent.mock.calls.length]).toEqual([questions, 1])
})

test('a worker that answers only the 60th question, and then every tenth question, is not reported', () => {
  const onSilent = vi.fn()
  const { answered } = watchWorker(() => undefined, onSilent)
  vi.advanceTimersByTime(60_000)
  for (let times = 0; times < 5; times += 1) {
    answered()
    vi.advanceTimersByTime(10_000)
  }
  expect(onSilent).not.toHaveBeenCalled()
})

test('a worker gets no more questions after its watch ends', () => {
  const [ask, onSilent] = [vi.fn(), vi.fn()]
  watchWorker(ask, onSilent).end()
  vi.advanceTimersByTime(60_000)
  expect([ask.mock.calls.length, onSilent.mock.calls.length]).toEqual([0, 0])
})
