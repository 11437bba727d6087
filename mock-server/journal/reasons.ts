import { defined } from '../../contracts/defined.ts'
import type { HttpAnswer, Reasons } from '../edge/http-exchange.ts'
import { type SignatureFault, UNKNOWN_SERIAL } from '../faults/sign-scripted.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { Fault } from '../store/records.ts'
import type { Signer } from '../tenant/next-signer.ts'
import { REASONS, type ReasonName, warningAbout } from '../tenant/signer-reason.ts'

/** How many characters the log and the journal keep of a merchant ID, of an error message and of the name of the wrong field. */
const TEXT_LIMIT = 1_024

/**
 * The reasons behind an answer, for the log and the journal.
 *
 * @param isSigned Whether the gateway signs the answer. A fault may still take the signature away.
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

/** The key that signed an answer. The reason is given by name, not by its texts in English and Chinese. */
export interface SignedBy {
  readonly kind: NonNullable<Reasons['signer']>['kind']
  readonly serial_no: string
  /** Why the signer was chosen; a fault may have chosen another key. */
  readonly reason: ReasonName
  /** The fault that changed the signature; `null` when there was none. */
  readonly fault: Fault['signature'] | null
}

/** @param headers The headers of the signed answer. */
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

/** Adds to a reason what the fault does. If the fault chooses the key, returns only what the fault does. */
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
