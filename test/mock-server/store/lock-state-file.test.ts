import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { clearInterval, setInterval } from 'node:timers'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { createMockServer, type MockServer } from '../../../mock-server/index.ts'
import { lockStateFile } from '../../../mock-server/store/lock-state-file.ts'
import { askControl } from '../../control-test.ts'
import { EVERY } from '../../every.ts'
import { test } from './state-folder.ts'

/** The content of a lock on an operating system that does not say when a process started. A lock names the process that holds it. */
function lockOf(pid: number, change: object = {}): string {
  return JSON.stringify({ pid, host: hostname(), time: new Date().toISOString(), ...change })
}

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return Number(child.pid)
}

describe('a state file', () => {
  test('is refused while another server uses it, and the error names the file and the process ID', async ({ stateFile }) => {
    await using mock = await createMockServer({ stateFile })
    await mock.control.createMerchant({ mchid: '7' })
    const port = Number(new URL(mock.url).port)
    for (const options of [{ stateFile }, { stateFile, port }])
      await expect(createMockServer(options)).rejects.toMatchObject({
        code: 'STATE_FILE_IN_USE',
        message: `The state file ${stateFile} is in use by process ${process.pid}: stop that server, or give this one its own file`,
      })
    await mock.close()
    expect(await readFile(stateFile, 'utf8')).toContain('"mchid":"7"')
  })

  test('is free after its server has closed, and no lock is left beside it', async ({ folder, stateFile }) => {
    for (let turn = 0; turn < 2; turn++) {
      await using mock = await createMockServer({ stateFile })
      expect((await readdir(folder)).toSorted()).toEqual(['state.json', 'state.json.lock'])
      await mock.close()
      expect(await readdir(folder)).toEqual(['state.json'])
    }
  })

  test('is free after a server has failed to start', async ({ folder, stateFile }) => {
    await using other = await createMockServer()
    const port = Number(new URL(other.url).port)
    await expect(createMockServer({ stateFile, port })).rejects.toThrow('EADDRINUSE')
    await expect(createMockServer({ stateFile, merchant: { mchid: 'x' } })).rejects.toThrow('mchid must be')
    expect(await readdir(folder)).toEqual([])
    await writeFile(stateFile, 'broken')
    await expect(createMockServer({ stateFile })).rejects.toThrow('it is not JSON')
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test.skipIf(process.platform === 'win32').for([
    ['a pipe that nobody writes to', 'mkfifo'],
    ['a folder', 'mkdir'],
  ])('is refused when its lock is %s', async ([, command], { stateFile }) => {
    spawnSync(String(command), [`${stateFile}.lock`])
    await expect(createMockServer({ stateFile })).rejects.toThrow(`its lock ${stateFile}.lock can't be read: it is not a regular file`)
  })

  test('is named in the error when its lock has become unreadable and cannot be released', async ({ stateFile }) => {
    const lock = await lockStateFile(stateFile)
    await rm(`${stateFile}.lock`)
    await mkdir(`${stateFile}.lock`)
    await expect(lock.release()).rejects.toThrow(`The state file ${stateFile} can't be used`)
  })

  test('is refused while another process uses it, and free once that process is killed', async ({ stateFile }) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
    await writeFile(`${stateFile}.lock`, lockOf(Number(child.pid)))
    await expect(createMockServer({ stateFile })).rejects.toThrow(`is in use by process ${child.pid}: `)
    expect(await readFile(`${stateFile}.lock`, 'utf8')).toContain(`"pid":${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await (await createMockServer({ stateFile })).close()
  })

  test.for<[string, () => string | Promise<string>]>([
    ['of a process that was killed', async () => lockOf(await endedProcess())],
    ['with the ID of this process, but from before the last boot', () => lockOf(process.pid, { time: '2001-01-01T00:00:00.000Z' })],
    ['without a process ID', () => '{}'],
    ['with a number that is not a process ID', () => lockOf(-1)],
    ['that is empty', () => ''],
    ['that is filled with NUL bytes, as after a power cut', () => '\0'.repeat(80)],
  ])('is free in spite of a stale lock: a lock %s', async ([, lock], { folder, stateFile }) => {
    await writeFile(`${stateFile}.lock`, await lock())
    await using mock = await createMockServer({ stateFile })
    expect(await readFile(`${stateFile}.lock`, 'utf8')).toContain(`"pid":${process.pid}`)
    await mock.close()
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test.runIf(process.platform === 'linux')('is free in spite of the lock of an earlier process with the same ID', async ({ stateFile }) => {
    await writeFile(`${stateFile}.lock`, lockOf(process.pid, { start: '1' }))
    await (await createMockServer({ stateFile })).close()
  })

  test('is used by only one of eight servers that start at the same time and find a stale lock', async ({ folder, stateFile }) => {
    await writeFile(`${stateFile}.lock`, lockOf(await endedProcess()))
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => createMockServer({ stateFile })))
    const [running = [], refused = []] = [true, false].map((started) => starts.filter(({ status }) => (status === 'fulfilled') === started))
    expect([running.length, refused.length]).toEqual([1, 7])
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toMatchObject({ code: 'STATE_FILE_IN_USE' })
    for (const { value } of running as PromiseFulfilledResult<MockServer>[]) await value.close()
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test('is locked by only one of eight callers that try to take over a stale lock at the same time', async ({ folder, stateFile }) => {
    const stale = lockOf(await endedProcess())
    for (let turn = 0; turn < 25; turn++) {
      await writeFile(`${stateFile}.lock`, stale)
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockStateFile(stateFile)))
      const locks = tries.flatMap((lock) => (lock.status === 'fulfilled' ? [lock.value] : []))
      expect(locks).toHaveLength(1)
      await locks[0]?.release()
    }
    expect(await readdir(folder)).toEqual([])
  })

  test('is free even if a server was killed while it took over a stale lock', async ({ folder, stateFile }) => {
    await writeFile(`${stateFile}.lock`, lockOf(await endedProcess()))
    await writeFile(`${stateFile}.lock.taking`, lockOf(await endedProcess()))
    await (await lockStateFile(stateFile)).release()
    expect(await readdir(folder)).toEqual([])
  })

  test('is lost by a server when another server of the same process takes its lock in the same millisecond', async ({ stateFile }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const lost = await lockStateFile(stateFile)
    await rm(`${stateFile}.lock`)
    const lock = await lockStateFile(stateFile)
    await expect(lost.check()).rejects.toThrow(`process ${process.pid} has taken it over`)
    await lost.release()
    await lock.check()
    await lock.release()
  })

  test('is no longer written by a server after another has taken its lock; `onFailure`, /__mock/ready and `close` report it', async ({
    stateFile,
  }) => {
    const failures: unknown[] = []
    const mock = await createMockServer({ stateFile, stateSync: true, onFailure: (failure) => failures.push(failure) })
    const own = `/__mock/merchants/${mock.credentials.mchid}`
    // The test removes the lock. In practice, a server on another machine takes the lock over from a server that was suspended.
    await rm(`${stateFile}.lock`)
    await using other = await createMockServer({ stateFile, stateSync: true })
    await other.control.createMerchant({ mchid: '7' })
    const refused = { status: 503, body: { code: 'STATE_NOT_WRITTEN', message: expect.stringContaining('(STATE_FILE_IN_USE)') } }
    expect(await askControl(mock.url, 'PATCH', own, { punished: true })).toMatchObject(refused)
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject(refused)
    const reason = `The state file ${stateFile} can't be written: process ${process.pid} has taken it over`
    expect(failures[0]).toMatchObject({ message: reason })
    await expect(mock.close()).rejects.toThrow(reason)
    expect(await readFile(stateFile, 'utf8')).toContain('"mchid":"7"')
  })

  test('is not overwritten by a suspended server after another server has taken it over, written it and stopped', async ({ stateFile }) => {
    const mock = await createMockServer({ stateFile, stateSync: true, onFailure: () => undefined })
    await rm(`${stateFile}.lock`)
    const other = await createMockServer({ stateFile, stateSync: true })
    await other.control.createMerchant({ mchid: '7' })
    await other.close()
    const newer = await readFile(stateFile, 'utf8')
    const own = `/__mock/merchants/${mock.credentials.mchid}`
    const refused = { status: 503, body: { code: 'STATE_NOT_WRITTEN', message: expect.stringContaining('(STATE_FILE_IN_USE)') } }
    expect(await askControl(mock.url, 'PATCH', own, { punished: true })).toMatchObject(refused)
    const reason = `The state file ${stateFile} can't be written: its lock was removed, and then somebody else wrote the file`
    await expect(mock.close()).rejects.toThrow(reason)
    expect(await readFile(stateFile, 'utf8')).toBe(newer)
    await (await createMockServer({ stateFile })).close()
  })

  test('is not written while its lock cannot be read, and /__mock/ready shows the error code', async ({ stateFile }) => {
    const failures: unknown[] = []
    const mock = await createMockServer({ stateFile, stateSync: true, onFailure: (failure) => failures.push(failure) })
    const lock = await readFile(`${stateFile}.lock`)
    await rm(`${stateFile}.lock`)
    // Reading this lock fails with ELOOP. In practice, reading fails with EMFILE when too many files are open.
    await symlink(`${stateFile}.lock`, `${stateFile}.lock`)
    await mock.control.createMerchant({ mchid: '7' }).catch(() => undefined)
    const body = { message: expect.stringContaining('(ELOOP)') }
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 503, body })
    expect(failures[0]).toMatchObject({ message: expect.stringContaining(`The state file ${stateFile} can't be written: ELOOP: `) })
    await rm(`${stateFile}.lock`)
    await writeFile(`${stateFile}.lock`, lock)
    await mock.close()
    expect(await readFile(stateFile, 'utf8')).toContain('"mchid":"7"')
  })

  test('is locked again at the next change of the state after somebody has removed its lock', async ({ stateFile }) => {
    await using mock = await createMockServer({ stateFile, stateSync: true })
    await rm(`${stateFile}.lock`)
    await mock.control.createMerchant({ mchid: '7' })
    await expect(createMockServer({ stateFile })).rejects.toMatchObject({ code: 'STATE_FILE_IN_USE' })
  })

  test('stays locked by the server that took over its lock when the first server closes', async ({ stateFile }) => {
    const mock = await createMockServer({ stateFile })
    const other = lockOf(1)
    await writeFile(`${stateFile}.lock`, other)
    await mock.close()
    expect(await readFile(`${stateFile}.lock`, 'utf8')).toBe(other)
  })
})

// Each of these tests waits for five seconds.
if (EVERY)
  describe('a state file that a server on another machine uses', () => {
    test('is refused while that server renews its lock', async ({ stateFile }) => {
      await writeFile(`${stateFile}.lock`, lockOf(1, { host: 'elsewhere' }))
      const beat = setInterval(() => void utimes(`${stateFile}.lock`, new Date(), new Date()), 500)
      await expect(createMockServer({ stateFile })).rejects.toThrow(/is in use by process 1 on elsewhere: /)
      clearInterval(beat)
    }, 20_000)

    test.runIf(process.platform === 'linux')(
      'is refused even if that server has the same host name and process ID, as a server in another container may have',
      async ({ stateFile }) => {
        await writeFile(`${stateFile}.lock`, lockOf(process.pid, { space: 'another boot pid:[1]', start: '1' }))
        const beat = setInterval(() => void utimes(`${stateFile}.lock`, new Date(), new Date()), 500)
        await expect(createMockServer({ stateFile })).rejects.toThrow(
          `is in use by process ${process.pid} in another container or on another machine of the same name: `,
        )
        clearInterval(beat)
      },
      20_000,
    )

    test('is free when that server does not renew its lock', async ({ stateFile }) => {
      await writeFile(`${stateFile}.lock`, lockOf(process.pid, { host: 'elsewhere' }))
      await (await createMockServer({ stateFile })).close()
    }, 20_000)
  })
