import type { Configuration } from './configuration.ts'
import type { MerchantSettings } from './configuration-schema.ts'
import { mchidOf } from './describe-merchant.ts'
import { controlToken } from './setting-values.ts'
import type { Settings } from './settings.ts'

/**
 * What can be checked only when flags, variables and file are put together.
 *
 * @throws {Error} For the first thing that is wrong.
 */
export function checkSettings(settings: Settings, origin: Configuration['origin']): void {
  checkToken(settings, origin)
  checkIdentity(settings, origin)
  checkWorkers(settings, origin)
}

/** Not where it is parsed: commander's message would show it. */
function checkToken({ controlToken: token }: Settings, origin: Configuration['origin']): void {
  const { error } = controlToken.optional().safeParse(token)
  if (error) throw new Error(`${origin('controlToken').name} is invalid. ${error.issues[0]?.message}`)
}

function checkIdentity({ mchid, key, cert }: Settings, origin: Configuration['origin']): void {
  if (key === undefined && cert === undefined) return
  const given = { [origin('mchid').name]: mchid, [origin('key').name]: key, [origin('cert').name]: cert }
  const missing = Object.keys(given).filter((name) => given[name] === undefined)
  if (missing.length === 0) return
  throw new Error(
    `${Object.keys(given)
      .join(', ')
      .replace(/, (?=\S+$)/, ' and ')} go together; missing: ${missing.join(', ')}`,
  )
}

/** Workers that share no state would each answer of their own: what one opens is closed for the next. */
function checkWorkers({ workers }: Settings, origin: Configuration['origin']): void {
  if (workers === 1) return
  throw new Error(
    `${origin('workers').name} ${workers} needs a store that all workers share, and the only store as yet is the memory of one process: ` +
      `use 1 (多个进程需要共享存储，目前状态只保存在单个进程的内存中：请使用 1)`,
  )
}

/**
 * Every service provider is one of its own.
 *
 * @throws {Error} When two have one merchant ID.
 */
export function checkMerchants(merchants: readonly MerchantSettings[], { config }: Settings): void {
  const mchids = merchants.map(mchidOf)
  const index = mchids.findIndex((mchid, at) => mchid !== undefined && mchids.indexOf(mchid) < at)
  if (index < 0) return
  const mchid = mchids[index] ?? ''
  throw new Error(`${config}: merchants[${index}].mchid ${mchid} is invalid. It is that of merchants[${mchids.indexOf(mchid)}], too.`)
}
