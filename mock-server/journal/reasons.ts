import { defined } from '../../contracts/defined.ts'
import type { HttpAnswer, Reasons } from '../edge/http-exchange.ts'
import { type SignatureFault, UNKNOWN_SERIAL } from '../faults/sign-scripted.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { Fault } from '../store/records.ts'
import type { Signer } from '../tenant/next-signer.ts'
import { REASONS, type ReasonName, warningAbout } from '../tenant/signer-reason.ts'

/** The log and the journal keep at most this many characters of a merchant ID, of an error message, or of the name of a wrong field. */
const TEXT_LIMIT = 1_024

/**
 * Returns what the log and the journal show about an answer, such as the operation, the error and the key that signed it.
 *
 * @param isSigned Whether the gateway signs the answer. A fault may remove the signature after that.
 */
export function reasonsOf(context: RequestContext, outcome: Outcome, { headers }: HttpAnswer, isSigned: boolean): Reasons {
  const { claim, operation, signer, scripted, warnings = [] } = context
  const kind = choosesKey(scripted?.result?.signature) ? undefined : signer?.kind
  const told = [...warnings, ...(isSigned && signer ? warningAbout(signer.named, kind) : [])]
  return defined({
    operation: operation?.id,
    mchid: claim.mchid?.slice(0, TEXT_LIMIT),
    requestId: headers['Request-ID'],
    error: errorOf(outcome),
    signer: isSigned && signer ? signerText(signedBy(signer, context, headers)) : undefined,
    warnings: told.length > 0 ? told : undefined,
  })
}

function errorOf({ code, body, field, allowed }: Outcome): Reasons['error'] {
  const { message } = Object(body) as { readonly message?: unknown }
  if (code === undefined || typeof message !== 'string') return undefined
  return { field: field?.slice(0, TEXT_LIMIT) ?? null, message: message.slice(0, TEXT_LIMIT), ...(allowed && { allowed: [...allowed] }) }
}

/** The key that signed an answer, and why. `reason` is the name of the reason, not its text in English and Chinese. */
export interface SignedBy {
  readonly kind: NonNullable<Reasons['signer']>['kind']
  readonly serial_no: string
  /** Why the gateway chose a key for this answer. The reason stays even if `fault` replaced that key with another key. */
  readonly reason: ReasonName
  /** The fault that changed the signature; `null` when there was none. */
  readonly fault: Fault['signature'] | null
}

/**
 * Returns the key that signed an answer, even if a fault chose that key.
 *
 * @param headers The headers of the signed answer.
 */
export function signedBy(signer: Signer, { scripted }: RequestContext, headers: HttpAnswer['headers']): SignedBy {
  const fault = scripted?.result?.signature ?? null
  const serial = headers['Wechatpay-Serial'] ?? signer.serial
  if (fault === 'certificate') return { kind: 'certificate', serial_no: serial, reason: signer.reason, fault }
  if (fault === 'own_certificate') return { kind: 'merchant_certificate', serial_no: serial, reason: signer.reason, fault }
  return { kind: signer.kind, serial_no: signer.serial, reason: signer.reason, fault }
}

/** The key that signed an answer, as the log and the journal describe it. */
export function signerText({ kind, serial_no, reason: name, fault }: SignedBy): NonNullable<Reasons['signer']> {
  const [reason, reason_zh] = fault ? withFault(REASONS[name], fault) : REASONS[name]
  return { kind, serial_no, reason, reason_zh }
}

/** Adds the effect of a fault to a reason. If the fault chooses the key, returns only the effect of the fault. */
function withFault([reason, reason_zh]: readonly [string, string], fault: SignatureFault): readonly [string, string] {
  if (choosesKey(fault)) return [`the fault \`${fault}\` chooses this key`, `由预设故障 \`${fault}\` 选定。`]
  if (fault === 'unknown_serial')
    return [
      `${reason}; with the fault \`${fault}\`, Wechatpay-Serial is ${UNKNOWN_SERIAL}`,
      `${reason_zh}预设故障 \`${fault}\` 使 Wechatpay-Serial 为 ${UNKNOWN_SERIAL}。`,
    ]
  const [does, does_zh] = UNSIGNED.includes(fault)
    ? ['takes the signature away', '去掉了签名']
    : ['makes the signature wrong', '使签名有误']
  return [`${reason}; the fault \`${fault}\` ${does}`, `${reason_zh}预设故障 \`${fault}\` ${does_zh}。`]
}

function choosesKey(fault: SignatureFault | undefined): boolean {
  return fault === 'certificate' || fault === 'own_certificate'
}

/** The faults after which the answer has no signature. */
const UNSIGNED: readonly SignatureFault[] = ['missing_headers', 'no_signature', 'empty_headers']
