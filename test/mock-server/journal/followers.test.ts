import { expect, it } from 'vitest'
import { createFollowers } from '../../../mock-server/journal/followers.ts'

it('keeps at most 2,000 IDs for a slow reader, the newest', async () => {
  const { add, tell } = createFollowers()
  const follower = add([])
  for (let id = 1; id <= 2_005; id += 1) tell(id)
  expect((await follower.next()).value?.[0]).toBe(6)
})

it('ends a reader that waits', async () => {
  const follower = createFollowers().add([])
  const waiting = follower.next()
  await follower.return()
  expect(await waiting).toEqual({ done: true, value: undefined })
})

it('tells nothing more to a reader that has ended', async () => {
  const { add, tell } = createFollowers()
  const follower = add([1])
  await follower.return()
  tell(2)
  expect(await follower.next()).toEqual({ done: true, value: undefined })
})
