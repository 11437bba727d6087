import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { createJournalNews, type JournalNews, type NewsSource } from '../../../mock-server/journal/journal-news.ts'
import type { FollowedEntry } from '../../../mock-server/store/store.ts'

/** A fake of a shared journal. The test adds entries to `ids`, and calls `publish` for each message that arrives. */
function sharedJournal() {
  const ids: number[] = []
  const pending = new Set<number>()
  let hear: (id: number) => void = () => undefined
  let onReady = () => {}
  const source = {
    listen: vi.fn<NewsSource['listen']>(async (onId, ready) => {
      hear = onId
      onReady = ready
    }),
    lastId: vi.fn(async () => ids.at(-1) ?? 0),
    idsAfter: vi.fn(async (id: number) => ids.filter((each) => each > id)),
    undiagnosed: vi.fn(async (given: readonly number[]) => given.filter((id) => pending.has(id))),
  }
  return {
    ids,
    pending,
    source,
    news: createJournalNews(source),
    publish: (id: number) => hear(id),
    reconnect: () => onReady(),
  }
}

/** Follows the news. Returns a function that waits for the next `count` entries and returns their IDs. */
async function following(
  news: JournalNews,
  after?: number,
  isThere: (id: number) => boolean = () => true,
  diagnosed: ReadonlySet<number> = new Set(),
): Promise<(count: number) => Promise<number[]>> {
  const find = async (ids: readonly number[]) => {
    for (const id of ids) news.noteRead(id, isThere(id) ? 'complete' : 'absent')
    return ids.filter(isThere).map((id) => ({ mchid: '', entry: { id, ...(diagnosed.has(id) && { diagnosis: {} }) } }) as FollowedEntry)
  }
  const followed = await news.follow(after, find)
  const waiting: number[] = []
  return async (count) => {
    while (waiting.length < count) waiting.push(...((await followed?.next())?.value ?? []).map(({ entry }) => entry.id))
    return waiting.splice(0, count)
  }
}

describe('the listener to messages about a shared journal', () => {
  it('reports an entry when its message comes, and again when its diagnosis is made', async () => {
    const { ids, news, publish } = sharedJournal()
    const diagnosed = new Set<number>()
    const next = await following(news, undefined, undefined, diagnosed)
    ids.push(1, 2)
    for (const id of [1, 2]) publish(id)
    expect(await next(2)).toEqual([1, 2])
    diagnosed.add(1)
    publish(1)
    expect(await next(1)).toEqual([1])
  })

  it('reports an entry only once, even if it finds the entry before the message about the entry comes', async () => {
    const { ids, news, publish, reconnect } = sharedJournal()
    ids.push(1)
    const next = await following(news, 0)
    publish(1)
    expect(await next(1)).toEqual([1])
    ids.push(2)
    reconnect()
    await setImmediate()
    publish(2)
    ids.push(3)
    publish(3)
    expect(await next(2)).toEqual([2, 3])
  })

  it('reports an entry only once if the entry already has its diagnosis when it is first read', async () => {
    const { ids, news, publish } = sharedJournal()
    const next = await following(news, undefined, undefined, new Set([1]))
    ids.push(1, 2)
    for (const id of [1, 1, 2]) publish(id)
    expect(await next(2)).toEqual([1, 2])
  })

  it('when a message comes, also reports earlier entries whose messages were lost, and reports each entry only once', async () => {
    const { ids, news, publish } = sharedJournal()
    const next = await following(news)
    ids.push(1, 2, 3)
    publish(3)
    expect(await next(3)).toEqual([1, 2, 3])
    ids.push(4)
    publish(4)
    expect(await next(1)).toEqual([4])
  })

  it('reports entries in order, even if new entries come while it looks for entries whose messages were lost', async () => {
    const { ids, news, publish, source } = sharedJournal()
    const next = await following(news)
    source.idsAfter.mockImplementationOnce(async () => {
      ids.push(4, 5)
      for (const id of [4, 5]) publish(id)
      return [1, 2, 3]
    })
    ids.push(1, 2, 3)
    publish(3)
    expect(await next(5)).toEqual([1, 2, 3, 4, 5])
  })

  it('does not look again for an entry that the journal dropped before the entry was reported', async () => {
    const { ids, news, publish, source } = sharedJournal()
    const next = await following(news)
    source.lastId.mockResolvedValueOnce(2)
    publish(2)
    await vi.waitFor(() => expect(source.idsAfter).toHaveBeenCalledTimes(2))
    ids.push(3)
    publish(3)
    expect(await next(1)).toEqual([3])
    expect(source.idsAfter).toHaveBeenCalledTimes(2)
  })

  it('if it cannot reach the journal to look for lost messages, looks again when another message comes', async () => {
    const { ids, news, publish, source } = sharedJournal()
    const next = await following(news)
    source.idsAfter.mockRejectedValueOnce(new Error('away'))
    ids.push(1, 2)
    publish(2)
    await vi.waitFor(() => expect(source.idsAfter).toHaveBeenCalledTimes(2))
    ids.push(3)
    publish(3)
    expect(await next(3)).toEqual([1, 2, 3])
  })

  it('reports the first new entry after the journal was emptied and its IDs began again at 1', async () => {
    const { ids, news, publish, reconnect } = sharedJournal()
    ids.push(1, 2)
    const next = await following(news)
    ids.splice(0, 2, 1)
    reconnect()
    expect(await next(1)).toEqual([1])
    ids.push(2)
    publish(2)
    expect(await next(1)).toEqual([2])
  })

  it('reports the diagnoses that were made while the connection was lost, and no others', async () => {
    const { ids, pending, news, publish, reconnect } = sharedJournal()
    ids.push(1, 2, 3)
    const next = await following(news)
    for (const id of ids) news.noteRead(id, 'pending')
    news.noteRead(1, 'complete')
    pending.add(2)
    reconnect()
    ids.push(4)
    publish(4)
    expect(await next(2)).toEqual([3, 4])
  })

  it('waits only for the diagnoses of the last 1,000 entries', async () => {
    const { news, reconnect, source } = sharedJournal()
    await following(news)
    for (let id = 1; id <= 1_001; id += 1) news.noteRead(id, 'pending')
    reconnect()
    expect(source.undiagnosed.mock.calls[0]?.[0]).toHaveLength(1_000)
    expect(source.undiagnosed.mock.calls[0]?.[0][0]).toBe(2)
  })

  it.for([Number.NaN, 0, -1, 1.5, 2 ** 53])('ignores the message %s', async (message) => {
    const { ids, news, publish, source } = sharedJournal()
    const next = await following(news)
    publish(message)
    ids.push(1)
    publish(1)
    expect(await next(1)).toEqual([1])
    expect(source.undiagnosed).not.toHaveBeenCalled()
  })

  it('ignores an ID that the journal has not reached, and then reports each entry only once', async () => {
    const { ids, news, publish, reconnect, source } = sharedJournal()
    ids.push(1, 2)
    const next = await following(news, 0)
    publish(Number.MAX_SAFE_INTEGER)
    await vi.waitFor(() => expect(source.idsAfter).toHaveBeenCalledTimes(2))
    reconnect()
    ids.push(3, 4)
    publish(4)
    publish(Number.MAX_SAFE_INTEGER - 1)
    expect(await next(4)).toEqual([1, 2, 3, 4])
    ids.push(5)
    publish(5)
    expect(await next(1)).toEqual([5])
  })

  it('neither misses nor repeats an entry after another client published IDs that the journal had not reached', async () => {
    const { ids, news, publish, reconnect } = sharedJournal()
    ids.push(1, 2)
    const next = await following(news, 0, (id) => ids.includes(id))
    expect(await next(2)).toEqual([1, 2])
    const rest = next(5)
    for (const id of [3, 4, 9]) publish(id)
    await setImmediate()
    // The messages about these entries are lost.
    ids.push(3, 4)
    reconnect()
    await setImmediate()
    publish(5)
    await setImmediate()
    ids.push(5, 6)
    for (const id of [5, 6]) publish(id)
    await setImmediate()
    publish(7)
    publish(9)
    await setImmediate()
    ids.push(7)
    publish(7)
    expect(await rest).toEqual([3, 4, 5, 6, 7])
  })

  it('reports an entry that comes while it looks for an ID that the journal has not reached', async () => {
    const { ids, news, publish, source } = sharedJournal()
    const next = await following(news)
    source.lastId.mockImplementationOnce(async () => {
      ids.push(1)
      publish(1)
      return 0
    })
    publish(Number.MAX_SAFE_INTEGER)
    expect(await next(1)).toEqual([1])
  })

  it('listens only once for all followers, and tries again with the next follower if listening fails', async () => {
    const { news, source } = sharedJournal()
    source.listen.mockRejectedValueOnce(new Error('away'))
    await expect(following(news)).rejects.toThrow('away')
    await Promise.all([following(news), following(news)])
    expect(source.listen).toHaveBeenCalledTimes(2)
  })
})
