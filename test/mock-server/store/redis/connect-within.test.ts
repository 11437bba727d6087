import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { connectWithin } from '../../../../mock-server/store/redis/connect-within.ts'
import { StoreAway } from '../../../../mock-server/store/store-away.ts'

it('a Redis client that was closed because it connected too slowly is closed again when it gets ready', async () => {
  const destroy = vi.fn()
  const client = Object.assign(new EventEmitter(), { connect: () => new Promise(() => undefined), destroy })
  await expect(connectWithin(1, client, { connecting: (cause) => new StoreAway('redis://redis.example', cause) })).rejects.toThrow(
    'no answer for 0.001 seconds',
  )
  expect(destroy).toHaveBeenCalledTimes(1)
  client.emit('ready')
  expect(destroy).toHaveBeenCalledTimes(2)
})
