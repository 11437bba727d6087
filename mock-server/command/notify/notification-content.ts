import { randomUUID } from 'node:crypto'
import { developmentKeys } from '../../../contracts/index.ts'
import { contentOf, TEMPLATES } from '../../notifications/templates.ts'
import type { NotificationContent } from '../../notifications/write-notification.ts'
import { beijingTime } from '../../tenant/beijing-time.ts'
import type { OwnMerchant } from '../../tenant/own-merchant.ts'
import { readFile } from '../settings/read-file.ts'
import type { NotifyOptions } from './notify-options.ts'

/** Writes the content of a notification, with a new ID each time; `now` is in milliseconds since 1970. */
export type ContentOf = (now: number) => NotificationContent

/**
 * Reads the options that decide what the notifications of `notify check` contain.
 *
 * @throws {Error} When no resource is given for an event that has no template.
 * @throws {Error} When the resource can't be read or is not a JSON object.
 */
export async function readContent({ event, resource }: NotifyOptions, { mchid, subMchids }: OwnMerchant): Promise<ContentOf> {
  const given = resource === undefined ? undefined : { resource: await readResource(resource) }
  if (!given && !Object.hasOwn(TEMPLATES, event))
    throw new Error(`--event ${event} needs --resource; the events that need none are ${Object.keys(TEMPLATES).join(', ')}`)
  const merchant = { mchid: mchid ?? developmentKeys.merchant.mchid, sub_mchid: subMchids?.[0] ?? SUB_MCHID }
  return (now) => {
    const time = beijingTime(now)
    return { id: randomUUID(), create_time: time, event_type: event, resource: null, ...contentOf(event, { ...merchant, time }), ...given }
  }
}

const SUB_MCHID = '1900000109'

async function readResource(given: string): Promise<object> {
  const isFile = given.startsWith('@')
  const text = isFile ? await readFile('--resource', given.slice(1)) : given
  const value = parsed(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Error(
    `--resource must be a JSON object${isFile ? ' in the file' : ', or @ and the path of its file'}; got ${text.slice(0, 60)}`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
