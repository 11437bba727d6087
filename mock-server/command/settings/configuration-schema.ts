import * as z from 'zod'
import type { OwnMerchant } from '../../tenant/own-merchant.ts'
import * as values from './setting-values.ts'

/** The content of a configuration file. */
export interface ConfigurationFile {
  readonly port?: number | undefined
  readonly host?: string | undefined
  readonly control_token?: string | undefined
  readonly state?: string | undefined
  readonly journal_limit?: number | undefined
  readonly workers?: number | undefined
  readonly log_format?: values.LogFormat | undefined
  readonly log_level?: values.LogLevel | undefined
  readonly merchants?: readonly MerchantSettings[] | undefined
}

/** A service provider as a configuration file describes it. */
export interface MerchantSettings {
  readonly mchid?: string | undefined
  readonly key?: string | undefined
  readonly cert?: string | undefined
  readonly type?: OwnMerchant['type'] | undefined
  readonly verification?: OwnMerchant['verification'] | undefined
  readonly gold_plan_open?: boolean | undefined
  readonly custom_page_link?: boolean | undefined
  readonly punished?: boolean | undefined
  readonly sub_mchids?: readonly string[] | undefined
  readonly sub_merchants?: readonly object[] | undefined
  readonly faults?: readonly object[] | undefined
}

const bool = z.boolean('It is true or false.')
/** Their fields are for the server to check, as the control API checks them. */
const records = z.array(z.record(z.string(), z.unknown(), 'It is a record of the control API.'), 'It is a list.')

const TOGETHER = 'mchid, key and cert go together: all three, or mchid alone, or none.'

const merchant: z.ZodType<MerchantSettings> = known({
  mchid: values.mchid,
  key: values.file,
  cert: values.file,
  type: values.choice('service_provider', 'channel_partner', 'institution'),
  verification: values.choice('platform_certificate', 'transition', 'public_key'),
  gold_plan_open: bool,
  custom_page_link: bool,
  punished: bool,
  sub_mchids: z.array(values.subMchid, 'It is a list.').min(1, 'It is a list of at least one.'),
  sub_merchants: records,
  faults: records,
}).refine(({ mchid, key, cert }) => (key ?? cert) === undefined || [mchid, key, cert].every(Boolean), TOGETHER)

/** What a configuration file may hold: nothing is required, and nothing else is let in. */
export const configurationSchema: z.ZodType<ConfigurationFile> = known({
  port: values.port,
  host: values.host,
  control_token: values.controlToken,
  state: values.file,
  journal_limit: values.journalLimit,
  workers: values.workers,
  log_format: values.logFormat,
  log_level: values.logLevel,
  merchants: z.array(merchant, 'It is a list of service providers.').min(1, 'It is a list of at least one service provider.'),
})

function known<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = `Known are ${Object.keys(shape).join(', ')}.`
  return z
    .strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? keys : `It is made of keys and values. ${keys}`) })
    .partial()
}
