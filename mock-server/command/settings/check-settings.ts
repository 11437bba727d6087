import { nearest } from '../../../contracts/nearest-names.ts'
import { StateUnusable } from '../exit-code.ts'
import { type MerchantInFile, mchidOf } from './merchant-in-file.ts'
import type { OriginOf } from './origin.ts'
import { VARIABLE_PREFIX } from './setting-options.ts'
import { type Settings, serverSettings } from './settings.ts'

/**
 * Checks what the parser of a single option can't check, such as settings that depend on each other.
 *
 * @throws {Error} For the first setting that is wrong.
 */
export function checkSettings(settings: Settings, origin: OriginOf): void {
  checkHidden('controlToken', settings, origin)
  checkHidden('store', settings, origin)
  checkIdentity(settings, origin)
  checkState(settings, origin)
  checkWorkers(settings, origin)
}

/**
 * Checks that every environment variable with our prefix belongs to a setting. Without this check, a mistyped variable would be ignored.
 *
 * @throws {Error} For the first unknown variable. The message names the nearest known variables, but not the value, which may be a token.
 */
export function checkVariables(environment: NodeJS.ProcessEnv, known: readonly string[]): void {
  const unknown = Object.keys(environment).find((name) => name.startsWith(VARIABLE_PREFIX) && !known.includes(name))
  if (unknown !== undefined) throw new Error(`unknown variable ${unknown.slice(0, 100)} ${nearest(unknown, known)}`)
}

/** Checks a setting that contains a secret. Commander does not check this setting, because its error message would show the secret. */
function checkHidden(setting: 'controlToken' | 'store', settings: Settings, origin: OriginOf): void {
  const { error } = serverSettings[setting].optional().safeParse(settings[setting])
  if (error) throw new Error(`${origin(setting).name} is invalid. ${error.issues[0]?.message}`)
}

function checkIdentity({ mchid, key, cert }: Settings, origin: OriginOf): void {
  if (key === undefined && cert === undefined) return
  const values = Object.entries({ mchid, key, cert }).map(([setting, value]) => ({ name: origin(setting as keyof Settings).name, value }))
  const names = values.map(({ name }) => name)
  const missing = values.filter(({ value }) => value === undefined).map(({ name }) => name)
  if (missing.length > 0)
    throw new Error(`${names.slice(0, -1).join(', ')} and ${names.at(-1)} go together; missing: ${missing.join(', ')}`)
}

function checkState({ state, stateSync, store }: Settings, origin: OriginOf): void {
  if (state !== undefined && store !== undefined)
    throw new StateUnusable(
      `${origin('state').name} and ${origin('store').name} are two places for the state: give one of them (状态只能保存在一处，请只用其中一个)`,
    )
  if (stateSync && state === undefined) throw new Error(`${origin('stateSync').name} needs --state, which names the file to write`)
}

/**
 * Refuses several workers without a shared store, because each worker would have its own state. Also refuses several workers with `--proxy`
 * or `--tls`, because only one process can listen on the ports of these settings.
 */
function checkWorkers({ workers, store, proxy, tls }: Settings, origin: OriginOf): void {
  if (workers === 1) return
  const named = `${origin('workers').name} ${workers}`
  if (store === undefined)
    throw new StateUnusable(
      `${named} needs a store that the workers share: set --store to the URL of a Redis, or use 1 worker (多个进程需要共享存储：请设置 --store，或使用 1)`,
    )
  const doors = (['proxy', 'tls'] as const)
    .filter((door) => ({ proxy: proxy || undefined, tls })[door] !== undefined)
    .map((door) => origin(door).name)
  if (doors.length > 0)
    throw new StateUnusable(
      `${named} does not go with ${doors.join(' and ')}: use 1 worker, or put a reverse proxy with TLS in front (多个进程不支持代理和 TLS：请使用 1，或在前面加一个终结 TLS 的反向代理)`,
    )
}

/**
 * Checks that no two service providers have the same merchant ID.
 *
 * @throws {Error} When two have the same merchant ID. The message names both entries in the configuration file.
 */
export function checkMerchants(merchants: readonly MerchantInFile[], { config }: Settings): void {
  const mchids = merchants.map(mchidOf)
  const index = mchids.findIndex((mchid, at) => mchid !== undefined && mchids.indexOf(mchid) < at)
  if (index < 0) return
  const mchid = mchids[index] ?? ''
  throw new Error(`${config}: merchants[${index}].mchid ${mchid} is invalid. merchants[${mchids.indexOf(mchid)}] has the same merchant ID.`)
}
