import { expect, it } from 'vitest'
import { createFollowers } from '../../../mock-server/journal/followers.ts'

it('a slow follower of the journal gets the newest 2,000 IDs', async () => {
  const { add, tell } = createFollowers()
  const follower = add([])
  for (let id = 1; id <= 2_005; id += 1) tell(id)
  const ids: number[] = []
  while (ids.length < 2_000) ids.push(...((await follower.next()).value ?? []))
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([2_000, 6, 2_005])
})

it('a follower of the journal can be ended while it waits', async () => {
  const follower = createFollowers().add([])
  const waiting = follower.next()
  await follower.return()
  expect(await waiting).toEqual({ done: true, value: undefined })
})

it('a follower of the journal gets no more IDs after it has ended', async () => {
  const { add, tell } = createFollowers()
  const follower = add([1])
  await follower.return()
  tell(2)
  expect(await follower.next()).toEqual({ done: true, value: undefined })
})
