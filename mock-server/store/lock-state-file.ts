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
   * Checks that no other server has taken the lock over, and puts the lock back if somebody removed it. When this server stands still for
   * some seconds, a server on another machine or in another container may take the lock over.
   *
   * @throws {Error} When another server has the lock, or when the lock was removed and the file was changed. `code` is `STATE_FILE_IN_USE`.
   * @throws {Error} When the lock can't be read.
   */
  check(): Promise<void>
  /** Must be called after this server has written the file. Otherwise `check` may take the change for that of another server. */
  written(): Promise<void>
  release(): Promise<void>
}

/**
 * Locks a state file for this server: creates the file `<file>.lock` beside it. If a server ended without removing its lock, this server
 * takes the lock over. Commands use this function to lock their output folders, too.
 *
 * @throws {StateFileInUse} When another server uses the file. That server may run in the same process.
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

/**
 * Implements {@link StateFileLock.check}.
 *
 * @param known The version of the state file after this server took the lock or, later, after its last write.
 */
async function checkOwn(lock: string, own: string, file: string, known: string | undefined): Promise<void> {
  const read = () => readLock(lock, file).catch(throwCause)
  const seen = await read()
  if (seen === own) return
  // There is no lock, and the file has changed. Another server may have taken the lock over, written the file and stopped.
  if (seen === undefined && ![undefined, known].includes(await versionOf(file)))
    throw inUse('its lock was removed, and then somebody else wrote the file')
  // An error here is ignored. If the lock can't be put back, the state file can't be written either, and the error of that write says why.
  if (seen === undefined && (await create(lock, own, file).catch(() => true))) return
  const now = seen ?? (await read())
  const holder = now === own ? undefined : holderIn(now ?? '')
  if (holder) throw inUse(`${nameOf(holder, await isHere(holder))} has taken it over`)
}

function inUse(reason: string): Error {
  return Object.assign(new Error(reason), { code: 'STATE_FILE_IN_USE' })
}

/** Returns the modification time and the size of a file, which change when it is written. Returns `undefined` when there is no file. */
async function versionOf(file: string): Promise<string | undefined> {
  const stats = await stat(file).catch(() => undefined)
  return stats && `${stats.mtimeMs} ${stats.size}`
}

/** Throws the cause of an error: the error of the operating system, which has a code. */
function throwCause(error: Error): never {
  throw error.cause ?? error
}

/** Whether a file is still locked by a server that has ended. Only servers on this machine and in this container are checked. */
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
 * Returns the content of a lock, or `undefined` when the lock no longer exists. Reads an empty lock again after a pause, because its server
 * may still be writing it.
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

/**
 * Whether the server that holds a lock on another machine or in another container still runs. A running server renews the modification time
 * of its lock, so this function watches that time.
 */
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
 * Removes a lock that nobody holds. Only the server that has created the file `<lock>.taking` does this. Without that file, a second server
 * could remove the new lock that the first server has just created.
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

/** Waits until another server has removed its `.taking` file. After too long a wait, removes the file: that server was probably killed. */
async function waitForTurn(turn: string): Promise<void> {
  const seen = await contentOf(turn)
  for (let waited = 0; waited < TURN_MILLISECONDS; waited += LOOK_MILLISECONDS) {
    await setTimeout(LOOK_MILLISECONDS)
    if (seen === undefined || (await contentOf(turn)) !== seen) return
  }
  await rm(turn, { force: true })
}

/** The largest lock that is read. A lock normally has a few hundred bytes. */
const LOCK_BYTES = 65_536
/** How often a server renews its lock. */
const BEAT_MILLISECONDS = 1_000
/** How long the lock of another machine is watched. A server that is busy for up to four seconds still renews its lock within this time. */
const WATCH_MILLISECONDS = 5_000
/** How long a server may take to write its lock after creating it. */
const WRITING_MILLISECONDS = 100
/** A server that keeps its `.taking` file for longer counts as killed. */
const TURN_MILLISECONDS = 1_000
/** How often a waiting server looks whether the `.taking` file is gone. */
const LOOK_MILLISECONDS = 20
