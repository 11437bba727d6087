import { rm, stat, utimes, writeFile } from 'node:fs/promises'
import { clearInterval, setInterval } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import { readRegularFile } from '../../contracts/read-regular-file.ts'
import { type Holder, holderIn, isHere, nameOf, stillRuns, thisProcess } from './lock-holder.ts'
import { broken } from './read-state-file.ts'

/** Thrown when another server uses a state file. */
export class StateFileInUse extends Error {
  override readonly name = 'StateFileInUse'
  readonly code = 'STATE_FILE_IN_USE'
  /** The process that uses the file, in words. */
  readonly user: string

  constructor(file: string, holder: Holder, isHere: boolean) {
    const user = nameOf(holder, isHere)
    super(`The state file ${file} is in use by ${user}: stop that server, or give this one its own file`)
    this.user = user
  }
}

/** A lock that this server has taken. */
export interface StateFileLock {
  /**
   * Checks that no other server has taken the lock over, and puts the lock back if somebody removed it. A server on another machine or in another
   * container takes the lock over when this server stands still for some seconds.
   *
   * @throws {Error} When another server has the lock, or has written the file and removed the lock since; `code` is `STATE_FILE_IN_USE`.
   */
  check(): Promise<void>
  /** Notes that this server has written the file. */
  written(): Promise<void>
  release(): Promise<void>
}

/**
 * Locks a state file for this server with a file beside it, `<file>.lock`. A lock whose server ended without removing it is taken over. Commands
 * lock their output folders in the same way.
 *
 * @throws {StateFileInUse} When another server uses the file, in this process or another.
 * @throws {Error} When the lock can't be read or written.
 */
export async function lockStateFile(file: string): Promise<StateFileLock> {
  const lock = `${file}.lock`
  const own = JSON.stringify(await thisProcess())
  while (!(await create(lock, own, file))) {
    const seen = await readLock(lock, file)
    if (seen === undefined) continue
    const holder = holderIn(seen)
    if (holder && (await isHeld(holder, lock))) throw new StateFileInUse(file, holder, await isHere(holder))
    await takeAway(lock, seen, own, file)
  }
  const beat = setInterval(() => void touch(lock), BEAT_MILLISECONDS).unref()
  let known = await versionOf(file)
  return {
    check: () => checkOwn(lock, own, file, known),
    async written() {
      known = await versionOf(file)
    },
    async release() {
      clearInterval(beat)
      if ((await contentOf(lock, file)) === own) await rm(lock, { force: true })
    },
  }
}

/** @param known The version of the file that this server has read or written last. */
async function checkOwn(lock: string, own: string, file: string, known: string | undefined): Promise<void> {
  const read = () => readLock(lock, file).catch(throwCause)
  const seen = await read()
  if (seen === own) return
  // Another server may have taken the lock over, and stopped by now.
  if (seen === undefined && ![undefined, known].includes(await versionOf(file)))
    throw inUse('its lock was removed, and then somebody else wrote the file')
  // When the lock can't be put back, the state file can't be written either, and that error says why.
  if (seen === undefined && (await create(lock, own, file).catch(() => true))) return
  const now = seen ?? (await read())
  const holder = now === own ? undefined : holderIn(now ?? '')
  if (holder) throw inUse(`${nameOf(holder, await isHere(holder))} has taken it over`)
}

function inUse(reason: string): Error {
  return Object.assign(new Error(reason), { code: 'STATE_FILE_IN_USE' })
}

/** A text that changes when the file is written, because each write makes a new file; `undefined` when there is no file. */
async function versionOf(file: string): Promise<string | undefined> {
  const stats = await stat(file).catch(() => undefined)
  return stats && `${stats.mtimeMs} ${stats.size}`
}

/** Throws the error of the operating system, which has a code. */
function throwCause(error: Error): never {
  throw error.cause ?? error
}

/** Whether a server of this machine and container has ended without removing its lock of a file. */
export async function isLeftBehind(file: string): Promise<boolean> {
  const lock = `${file}.lock`
  const holder = holderIn((await contentOf(lock).catch(() => undefined)) ?? '')
  return holder !== undefined && (await isHere(holder)) && !(await isHeld(holder, lock))
}

async function create(lock: string, own: string, file: string): Promise<boolean> {
  try {
    await writeFile(lock, own, { mode: 0o600, flag: 'wx' })
    return true
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    await rm(lock, { force: true })
    throw broken(file, `its lock can't be written: ${message}`, cause)
  }
}

/**
 * The content of a lock; `undefined` when the lock was removed meanwhile. An empty lock is read once more, because its server may still be writing
 * it.
 */
async function readLock(lock: string, file: string): Promise<string | undefined> {
  const text = await contentOf(lock, file)
  if (text !== '') return text
  await setTimeout(WRITING_MILLISECONDS)
  return contentOf(lock, file)
}

async function contentOf(lock: string, file = lock): Promise<string | undefined> {
  return readRegularFile(lock, LOCK_BYTES).then(String, (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw broken(file, `its lock ${lock} can't be read: ${cause.message}`, cause)
  })
}

async function isHeld(holder: Holder, lock: string): Promise<boolean> {
  return (await isHere(holder)) ? stillRuns(holder) : isTouched(lock)
}

/** Whether a server on another machine or in another container still runs. A running server renews the modification time of its lock. */
async function isTouched(lock: string): Promise<boolean> {
  const before = await timeOf(lock)
  await setTimeout(WATCH_MILLISECONDS)
  const after = await timeOf(lock)
  return after !== undefined && after !== before
}

async function timeOf(lock: string): Promise<number | undefined> {
  return (await stat(lock).catch(() => undefined))?.mtimeMs
}

async function touch(lock: string): Promise<void> {
  const now = new Date()
  await utimes(lock, now, now).catch(() => undefined)
}

/**
 * Removes a lock that nobody holds. The file `<lock>.taking` lets one server at a time do this: a second one could otherwise remove the new lock that
 * the first server has just created.
 */
async function takeAway(lock: string, seen: string, own: string, file: string): Promise<void> {
  const turn = `${lock}.taking`
  if (!(await create(turn, own, file))) return waitForTurn(turn)
  try {
    if ((await contentOf(lock, file)) === seen) await rm(lock, { force: true })
  } finally {
    await rm(turn, { force: true })
  }
}

/** Waits until another server has removed its `.taking` file. Removes the file when that takes too long, because the server was probably killed. */
async function waitForTurn(turn: string): Promise<void> {
  const seen = await contentOf(turn)
  for (let waited = 0; waited < TURN_MILLISECONDS; waited += LOOK_MILLISECONDS) {
    await setTimeout(LOOK_MILLISECONDS)
    if (seen === undefined || (await contentOf(turn)) !== seen) return
  }
  await rm(turn, { force: true })
}

/** A larger lock is refused. A lock has about a hundred bytes. */
const LOCK_BYTES = 65_536
/** How often a server renews its lock. */
const BEAT_MILLISECONDS = 1_000
/** How long the lock of another machine is watched. A server that is busy for up to four seconds still renews its lock within this time. */
const WATCH_MILLISECONDS = 5_000
/** How long a server may take to write its lock. */
const WRITING_MILLISECONDS = 100
/** A server that keeps its `.taking` file for longer counts as killed. */
const TURN_MILLISECONDS = 1_000
/** How often a waiting server looks whether the `.taking` file is gone. */
const LOOK_MILLISECONDS = 20
