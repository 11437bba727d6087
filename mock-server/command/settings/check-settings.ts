import { nearest } from '../../../contracts/nearest-names.ts'
import { type MerchantInFile, mchidOf } from './merchant-in-file.ts'
import { type OriginOf, type Settings, serverSettings, VARIABLE_PREFIX } from './settings.ts'

/**
 * Checks what the parser of a single option can't check, such as settings that depend on each other.
 *
 * @throws {Error} For the first setting that is wrong.
 */
export function checkSettings(settings: Settings, origin: OriginOf): void {
  checkToken(settings, origin)
  checkIdentity(settings, origin)
  checkWorkers(settings, origin)
  checkState(settings, origin)
}

/**
 * Checks that every variable with our prefix is the variable of a setting: a mistyped one would have no effect.
 *
 * @param known The variables of all settings.
 * @throws {Error} For the first unknown one; the message names the nearest ones, not the value, which may be a token.
 */
export function checkVariables(environment: NodeJS.ProcessEnv, known: readonly string[]): void {
  const unknown = Object.keys(environment).find((name) => name.startsWith(VARIABLE_PREFIX) && !known.includes(name))
  if (unknown !== undefined) throw new Error(`unknown variable ${unknown.slice(0, 100)} ${nearest(unknown, known)}`)
}

/** Checked here because commander's message would show the token. */
function checkToken({ controlToken }: Settings, origin: OriginOf): void {
  const { error } = serverSettings.controlToken.optional().safeParse(controlToken)
  if (error) throw new Error(`${origin('controlToken').name} is invalid. ${error.issues[0]?.message}`)
}

function checkIdentity({ mchid, key, cert }: Settings, origin: OriginOf): void {
  if (key === undefined && cert === undefined) return
  const values = Object.entries({ mchid, key, cert }).map(([setting, value]) => ({ name: origin(setting as keyof Settings).name, value }))
  const names = values.map(({ name }) => name)
  const missing = values.filter(({ value }) => value === undefined).map(({ name }) => name)
  if (missing.length > 0)
    throw new Error(`${names.slice(0, -1).join(', ')} and ${names.at(-1)} go together; missing: ${missing.join(', ')}`)
}

function checkState({ state, stateSync }: Settings, origin: OriginOf): void {
  if (stateSync && state === undefined) throw new Error(`${origin('stateSync').name} goes with --state, which names the file to write`)
}

/** Without a shared store each worker would have its own state: a gold plan that is open in one worker would be closed in the next. */
function checkWorkers({ workers }: Settings, origin: OriginOf): void {
  if (workers === 1) return
  throw new Error(
    `${origin('workers').name} ${workers} needs a store that all workers share, and there is none yet; the state is in the memory of one process: ` +
      `use 1 (多个进程需要共享存储，目前状态只保存在单个进程的内存中：请使用 1)`,
  )
}

/**
 * Checks that no two service providers have the same merchant ID.
 *
 * @throws {Error} When two have the same one; the message names both entries.
 */
export function checkMerchants(merchants: readonly MerchantInFile[], { config }: Settings): void {
  const mchids = merchants.map(mchidOf)
  const index = mchids.findIndex((mchid, at) => mchid !== undefined && mchids.indexOf(mchid) < at)
  if (index < 0) return
  const mchid = mchids[index] ?? ''
  throw new Error(`${config}: merchants[${index}].mchid ${mchid} is invalid. merchants[${mchids.indexOf(mchid)}] has the same.`)
}
