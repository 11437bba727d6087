import { defined } from '../../contracts/defined.ts'
import type { HttpAnswer, Reasons } from '../edge/http-exchange.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { Fault } from '../store/records.ts'
import type { Signer } from '../tenant/next-signer.ts'
import { REASONS, type ReasonName, warningAbout } from '../tenant/signer-reason.ts'

/** The log and the journal keep at most this many characters of a merchant ID, of an error message and of the name of its field. */
const TEXT_LIMIT = 1_024

/**
 * The reasons behind an answer, for the log and the journal. The answer itself must not contain all of them.
 *
 * @param isSigned Whether the answer is signed by the context's signer.
 */
export function reasonsOf(context: RequestContext, outcome: Outcome, { headers }: HttpAnswer, isSigned: boolean): Reasons {
  const { claim, operation, signer, warnings = [] } = context
  const told = [...warnings, ...(isSigned && signer ? warningAbout(signer.named, signer.kind) : [])]
  return defined({
    operation: operation?.id,
    mchid: claim.mchid?.slice(0, TEXT_LIMIT),
    requestId: headers['Request-ID'],
    error: errorOf(outcome),
    signer: isSigned && signer ? signerText(signedBy(signer, context)) : undefined,
    warnings: told.length > 0 ? told : undefined,
  })
}

function errorOf({ code, body, field, allowed }: Outcome): Reasons['error'] {
  const { message } = Object(body) as { readonly message?: unknown }
  if (code === undefined || typeof message !== 'string') return undefined
  return { field: field?.slice(0, TEXT_LIMIT) ?? null, message: message.slice(0, TEXT_LIMIT), ...(allowed && { allowed: [...allowed] }) }
}

/** The key that signed an answer, with the name of the reason instead of its texts. */
export interface SignedBy {
  readonly kind: Signer['kind']
  readonly serial_no: string
  readonly reason: ReasonName
  /** The fault that changed the signature; `null` when there was none. */
  readonly fault: Fault['signature'] | null
}

export function signedBy({ kind, serial, reason }: Signer, { scripted }: RequestContext): SignedBy {
  return { kind, serial_no: serial, reason, fault: scripted?.result?.signature ?? null }
}

/** The key that signed an answer, as the log and the journal describe it. */
export function signerText({ kind, serial_no, reason: name, fault }: SignedBy): NonNullable<Reasons['signer']> {
  const [reason, reason_zh] = REASONS[name]
  if (!fault) return { kind, serial_no, reason, reason_zh }
  return {
    kind,
    serial_no,
    reason: `${reason}; the fault \`${fault}\` changes the signature`,
    reason_zh: `${reason_zh}预设故障 \`${fault}\` 改变了签名。`,
  }
}
