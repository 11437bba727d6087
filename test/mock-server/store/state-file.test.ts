import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { type KeptStore, keepInFile } from '../../../mock-server/store/keep-in-file.ts'
import { readStateFile } from '../../../mock-server/store/read-state-file.ts'
import { newSubMerchant } from '../../../mock-server/tenant/sub-merchant.ts'
import { test as base } from './state-folder.ts'
import { storeWith, tenantOf } from './stored-tenant.ts'

const record = newSubMerchant('1900000109')
const KEY = { mchid: '1', kind: 'sub_merchant', id: '1900000109' } as const

interface Fixtures {
  /** The errors of failed writes. */
  failures: unknown[]
  store: KeptStore
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  failures: async ({}, use) => use([]),
  store: async ({ stateFile: file, failures }, use) => {
    const store = keepInFile(
      await storeWith(record),
      file,
      (saved) => saved,
      (error) => failures.push(error),
    )
    await use(store)
    await store.flush()
  },
})

describe('a store that is kept in a file', () => {
  test('has no file before the first change', async ({ store, folder }) => {
    await store.read({ mchid: '1', kind: 'tenant' })
    await store.readAll('1')
    await store.flush()
    expect(await readdir(folder)).toEqual([])
  })

  test('writes a new merchant, a changed sub-merchant, changed faults, and the removal of a merchant', async ({
    store,
    stateFile: file,
  }) => {
    const kept = async () => {
      await store.flush()
      return readStateFile(file)
    }
    await store.replace(undefined, tenantOf('2', record))
    expect((await kept()).map(({ state }) => state.tenant.mchid)).toEqual(['1', '2'])
    const version = (await store.read(KEY))?.version
    await store.swap(KEY, version, { ...record, punished: true })
    expect((await kept())[0]?.state.sub_merchants).toEqual([{ ...record, punished: true }])
    await store.swap({ mchid: '2', kind: 'faults' }, (await store.read({ mchid: '2', kind: 'faults' }))?.version, {
      last_id: 3,
      faults: [],
    })
    expect((await kept())[1]?.state.faults).toEqual({ last_id: 3, faults: [] })
    await store.remove('1')
    expect((await kept()).map(({ state }) => state.tenant.mchid)).toEqual(['2'])
  })

  test('writes the state in which a merchant was created, or its current state if the first state is not known', async ({
    store,
    stateFile: file,
  }) => {
    const state = tenantOf('2', record)
    await store.replace(undefined, state)
    await store.swap({ mchid: '2', kind: 'made' }, undefined, { ...state, sub_merchants: [] })
    await store.flush()
    const [first, second] = await readStateFile(file)
    expect(first?.made).toEqual(first?.state)
    expect(second).toEqual({ state, made: { ...state, sub_merchants: [] } })
  })

  test('has written 100 simultaneous changes after a flush', async ({ store, stateFile: file, folder }) => {
    await Promise.all(Array.from({ length: 100 }, (_, number) => store.replace(undefined, tenantOf(String(number + 2)))))
    await store.flush()
    expect(await readStateFile(file)).toHaveLength(101)
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test.for(['flush', 'save'] as const)(
    'writes a change that is made while %s() waits for a running write',
    async (write, { stateFile: file, failures }) => {
      const store = keepInFile(
        await storeWith(record),
        file,
        (saved) => {
          // The running write has already listed its tenants, so it does not contain this new tenant.
          void store.replace(undefined, tenantOf('3'))
          return saved
        },
        (error) => failures.push(error),
      )
      if (write === 'flush') await store.replace(undefined, tenantOf('2'))
      await store[write]()
      await store.flush()
      expect((await readStateFile(file)).map(({ state }) => state.tenant.mchid)).toContain('3')
      expect(failures).toEqual([])
    },
  )

  test('does not start a second write in save() while a write that a change started is running', async ({ stateFile: file, failures }) => {
    const store = keepInFile(
      await storeWith(record),
      file,
      (saved) => saved,
      (error) => failures.push(error),
      { isAwaited: true },
    )
    for (const mchid of ['2', '3', '4']) {
      await store.replace(undefined, tenantOf(mchid))
      await store.save()
    }
    await store.flush()
    expect(await readStateFile(file)).toHaveLength(4)
    expect(failures).toEqual([])
  })

  test('reports that the file could not be written, and writes it with the next change', async ({
    store,
    stateFile: file,
    folder,
    failures,
  }) => {
    await rm(folder, { recursive: true })
    await store.replace(undefined, tenantOf('2'))
    await store.flush()
    expect(failures).toMatchObject([{ message: expect.stringContaining("can't be written: ENOENT") }])
    await mkdir(folder)
    await store.replace(undefined, tenantOf('3'))
    await store.flush()
    expect(await readStateFile(file)).toHaveLength(3)
  })

  test('says what to do when the file cannot be replaced because it is itself a volume of a container', async ({ stateFile: file }) => {
    const check = async () => Promise.reject(Object.assign(new Error('EBUSY: resource busy'), { code: 'EBUSY' }))
    const lock = { check, written: async () => undefined }
    const store = keepInFile(
      await storeWith(record),
      file,
      (saved) => saved,
      () => undefined,
      { lock },
    )
    await expect(store.save()).rejects.toThrow(
      `The state file ${file} can't be written: EBUSY: resource busy; if it is a volume of its own, mount its folder instead`,
    )
  })

  test('repeats a failed write even if no other change follows', async ({ store, stateFile: file, folder }) => {
    await rm(folder, { recursive: true })
    await store.replace(undefined, tenantOf('2'))
    await store.flush()
    await mkdir(folder)
    await expect.poll(() => readStateFile(file), { timeout: 10_000 }).toHaveLength(2)
  })

  test('repeats a failed write when the store ends, and fails when the write fails again', async ({ store, stateFile: file, folder }) => {
    await rm(folder, { recursive: true })
    await store.replace(undefined, tenantOf('2'))
    await store.flush()
    await expect(store.end()).rejects.toThrow("can't be written: ENOENT")
    await mkdir(folder)
    await store.end()
    expect(await readStateFile(file)).toHaveLength(2)
  })

  test('leaves no half-written file next to a path that it cannot replace', async ({ store, stateFile: file, folder, failures }) => {
    await mkdir(join(file, 'taken'), { recursive: true })
    await store.replace(undefined, tenantOf('2'))
    await store.flush()
    expect(failures).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test('replaces the whole file, and leaves other files alone', async ({ store, stateFile: file, folder }) => {
    await writeFile(file, 'x'.repeat(1_000_000))
    await writeFile(join(folder, 'other.tmp'), 'other')
    await store.replace(undefined, tenantOf('2'))
    await store.flush()
    expect(await readStateFile(file)).toHaveLength(2)
    expect(await readFile(join(folder, 'other.tmp'), 'utf8')).toBe('other')
  })
})

describe('a state file', () => {
  test('that does not exist is read as an empty state', async ({ stateFile: file }) => {
    expect(await readStateFile(file)).toEqual([])
  })

  test('that contains anything but a state is refused, with the path and the shortened value', async ({ stateFile: file }) => {
    await writeFile(file, JSON.stringify({ wechatpay_goldplan_mock_state: 1, merchants: 'x'.repeat(500) }))
    const [reading] = await Promise.allSettled([readStateFile(file)])
    const { message } = (reading as PromiseRejectedResult).reason
    expect(message).toContain(`${file} can't be used, and is left as it is: merchants: `)
    expect(message).toMatch(/got "x{79}$/)
  })
})
