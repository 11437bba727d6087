import { Buffer } from 'node:buffer'
import { type Diagnosis, diagnoseField, type FieldKey } from '../../contracts/index.ts'
import { encryptedFields, type Operation } from '../openapi/index.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../store/records.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { validSerials } from '../tenant/platform.ts'

/** The errors that a wrong `Wechatpay-Serial` or encrypted field leads to. */
const REFUSALS: readonly unknown[] = [
  'PARAM_ERROR_PLATFORM_SERIAL_MISSING',
  'PARAM_ERROR_FIELD_NOT_ENCRYPTED',
  'PARAM_ERROR_PLATFORM_SERIAL',
  'PARAM_ERROR_FIELD_NOT_DECRYPTED',
]

/**
 * Returns a function that explains why an encrypted field of a request, or its `Wechatpay-Serial`, was refused. Returns `undefined` when
 * neither was refused. An error that a fault or `Prefer` caused has no field, and is not explained.
 */
export function explanationOfField(
  { request, claim: { tenant }, operation }: RequestContext,
  { example, field }: Outcome,
  platformKeys: PlatformKeys,
): (() => Promise<Diagnosis>) | undefined {
  if (!operation || !tenant || field === undefined || !REFUSALS.includes(example)) return undefined
  return async () => {
    const text = fieldOf(operation, request.body, field)
    return diagnoseField(text, { serial: request.headers['wechatpay-serial'] ?? '', keys: keysOf(tenant, platformKeys) })
  }
}

/** The refused field, or the first encrypted field when the header was refused. */
function fieldOf(operation: Operation, body: Uint8Array = Buffer.alloc(0), pointer: string): string | undefined {
  const fields = encryptedFields(operation, JSON.parse(Buffer.from(body).toString()))
  return (fields.find((field) => field.pointer === pointer) ?? fields[0])?.text
}

/** How many certificates of a merchant are tried, the newest first. */
const OWN_KEYS = 4

function keysOf({ platform, certificates }: Tenant, { certificates: issued, publicKey }: PlatformKeys): FieldKey[] {
  const valid = [...validSerials(platform), ...(platform.public_key ? [publicKey.serial] : [])]
  const all = platform.certificates.map(({ serial_no }) => serial_no)
  const statusOf = (serial: string) => (valid.includes(serial) ? 'valid' : all.includes(serial) ? 'expired' : 'unavailable')
  const ofPlatform = [...issued.values(), publicKey].map(({ serial, pem }) => ({
    serial,
    owner: 'platform' as const,
    status: statusOf(serial),
    privateKey: pem,
  }))
  const own = certificates.slice(-OWN_KEYS).map(({ serial_no, private_key }) => ({
    serial: serial_no,
    owner: 'merchant' as const,
    status: 'valid' as const,
    privateKey: private_key,
  }))
  return [...ofPlatform, ...own.reverse()] as FieldKey[]
}
