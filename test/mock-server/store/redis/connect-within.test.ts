import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { connectWithin } from '../../../../mock-server/store/redis/connect-within.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'

it('closes a Redis client that connects too slowly, and closes it again if it becomes ready later', async () => {
  const destroy = vi.fn()
  const client = Object.assign(new EventEmitter(), { connect: () => new Promise(() => undefined), destroy })
  await expect(connectWithin(1, client, { connecting: (cause) => new StoreAway('redis://redis.example', cause) })).rejects.toThrow(
    'no answer for 0.001 seconds',
  )
  expect(destroy).toHaveBeenCalledTimes(1)
  client.emit('ready')
  expect(destroy).toHaveBeenCalledTimes(2)
})
