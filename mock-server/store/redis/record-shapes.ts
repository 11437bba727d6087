import { array, boolean, number, object, record, string, unknown, type ZodType } from 'zod'
import { type MerchantSetting, merchantConditions, merchantSettings } from '../../../contracts/control/index.ts'
import type {
  CallCount,
  CertificateRecord,
  Fault,
  FaultScript,
  NotificationList,
  NotificationRecord,
  Records,
  SubMerchant,
  Tenant,
} from '../records.ts'

// The types of the values without which the server would fail. Unknown fields are allowed, because a later version may have written them.

type Shape<Value> = { readonly [Field in keyof Value]-?: ZodType }

const conditions = Object.fromEntries(merchantConditions.map((name) => [name, typeOf(merchantSettings[name])]))

function typeOf({ kind }: MerchantSetting): ZodType {
  if (kind === 'choice') return string()
  return kind === 'boolean' ? boolean() : array(string())
}

const certificate = object({
  serial_no: string(),
  certificate: string(),
  private_key: string(),
  status: string(),
} satisfies Shape<CertificateRecord>)

const tenant = object({
  ...conditions,
  mchid: string(),
  certificates: array(certificate).min(1),
  issued: number(),
  platform: object({
    certificates: array(object({ serial_no: string(), share: number() })),
    public_key: object({ share: number() }).nullable(),
  }),
  migration: object({ began: number() }).nullable(),
  clock: object({ advance: number(), gateway_skew: number(), pin: number().nullable() }),
  sub_mchids: array(string()),
  permanent: boolean(),
} satisfies Shape<Omit<Tenant, (typeof merchantConditions)[number]>>)

const scene = object({ status: string(), closed_at: number().nullable() })

const subMerchant = object({
  sub_mchid: string(),
  custom_page: string(),
  advertising_show: string(),
  advertising_industry_filters: array(string()),
  custom_page_link: boolean(),
  jsapi_payments: boolean(),
  punished: boolean(),
  gold_plan: object({ JSAPI: scene, MINIPROGRAM: scene }),
} satisfies Shape<SubMerchant>)

const counters = { id: number(), hits: number(), seen: number() }

const fault = object({
  ...counters,
  operation: string().optional(),
  sub_mchid: string().optional(),
  times: number().optional(),
  rate: number().optional(),
  seed: number().optional(),
  example: string().optional(),
  status: number().optional(),
  body: unknown().optional(),
  location: string().optional(),
  latency_ms: number().optional(),
  latency: object({ median_ms: number(), sigma: number() }).optional(),
  wire: string().optional(),
  signature: string().optional(),
  certificates: string().optional(),
  limit: number().optional(),
  per: string().optional(),
  apply: string().optional(),
  period: object({ began: number(), calls: number() }).optional(),
} satisfies Shape<Fault>)

const faults = object({ last_id: number(), faults: array(fault) } satisfies Shape<FaultScript>)

const notification = object({
  id: string(),
  create_time: string(),
  url: string(),
  event_type: string(),
  original_type: string(),
  summary: string(),
  associated_data: string(),
  resource: record(string(), unknown()),
  fault: string().nullable(),
  serial_no: string().nullable(),
  state: string(),
  due: number().nullable(),
  step: number(),
  attempts: array(object({ time: string() })),
  resend: object({ at: number(), fault: string().nullable() }).nullable(),
} satisfies Shape<NotificationRecord>)

const notifications = object({ made: number(), notifications: array(notification) } satisfies Shape<NotificationList>)

const calls = array(
  object({ operation: string(), hour: number(), public_key: number(), certificate: number(), none: number() } satisfies Shape<CallCount>),
)

const shapes: Shape<Records> = {
  tenant,
  sub_merchant: subMerchant,
  faults,
  notifications,
  calls,
  signed: number(),
  made: object({ tenant, sub_merchants: array(subMerchant), faults, notifications, calls }),
}

/**
 * Says what is wrong with the shape of a record; `undefined` when nothing is. Names fields and types, but no values, because these may be secret.
 */
export function shapeFlaw(kind: keyof Records, value: unknown): string | undefined {
  const { error } = shapes[kind].safeParse(value)
  const [issue] = error?.issues ?? []
  return issue && [...(issue.path.length > 0 ? [issue.path.join('.')] : []), issue.message].join(': ')
}
