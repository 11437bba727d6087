import { Buffer } from 'node:buffer'
import { type Diagnosis, diagnoseField, type FieldKey } from '../../contracts/index.ts'
import { encryptedFields, type Operation } from '../openapi/index.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { Tenant } from '../store/records.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { validSerials } from '../tenant/platform.ts'

/** The refusals of a request in which `Wechatpay-Serial` or an encrypted field is wrong or missing. */
const REFUSALS: readonly unknown[] = [
  'PARAM_ERROR_PLATFORM_SERIAL_MISSING',
  'PARAM_ERROR_FIELD_NOT_ENCRYPTED',
  'PARAM_ERROR_PLATFORM_SERIAL',
  'PARAM_ERROR_FIELD_NOT_DECRYPTED',
]

/**
 * Returns a function that explains why an encrypted field or the `Wechatpay-Serial` of a request was refused. Returns `undefined` when
 * neither was refused. Also returns `undefined` for an error that a fault or `Prefer` caused, because such an error names no field.
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

/** Returns the text of the refused field. If the header was refused, returns the text of the first encrypted field. */
function fieldOf(operation: Operation, body: Uint8Array = Buffer.alloc(0), pointer: string): string | undefined {
  const fields = encryptedFields(operation, JSON.parse(Buffer.from(body).toString()))
  return (fields.find((field) => field.pointer === pointer) ?? fields[0])?.text
}

/** The diagnosis tries to decrypt the field with at most this many keys of the merchant, the newest first. */
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
