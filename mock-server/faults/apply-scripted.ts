import { ApiError, type ErrorExample, type Verified } from '../../contracts/index.ts'
import { renderError } from '../gateway/render-error.ts'
import type { Call } from '../gateway/validate-call.ts'
import type { Operation } from '../openapi/open-document.ts'
import { applyOperation, type OperationContext } from '../operations/apply-operation.ts'
import type { Outcome } from '../operations/outcome.ts'
import type { Store } from '../store/store.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { exampleOf, type Fault, type ScriptedResult } from './fault-script.ts'

/**
 * Applies a call as a test has scripted it: with a scripted answer, or with the ordinary one of which the client learns nothing. The state
 * changes only when the script says `apply: before`.
 *
 * @param now The tenant's business time, milliseconds since 1970.
 */
export async function applyScripted(
  call: Call,
  operation: Operation,
  tenant: Verified<Tenant>,
  { result }: ScriptedResult,
  now: number,
  context: OperationContext,
): Promise<Outcome> {
  if (!result) return applyOperation(call, tenant, now, context)
  const applies = result.apply === 'before'
  const store = applies ? context.store : unchanging(context.store)
  const apply = () => applyOperation(call, tenant, now, { ...context, store })
  if (result.wire === undefined && result.signature === undefined) {
    const ordinary = applies ? await apply().catch(refusal) : undefined
    return { ...scriptedAnswer(result, operation), ...(ordinary?.change && { change: ordinary.change }) }
  }
  const { change, ...outcome } = await apply()
  return { ...outcome, ...(applies && change && { change }) }
}

/** Reads as the store does, and takes what is written for written. */
function unchanging(store: Store): Store {
  return { ...store, swapSubMerchant: async () => true }
}

/** A call that the business refuses changes nothing. */
function refusal(error: unknown): undefined {
  if (!(error instanceof ApiError)) throw error
}

function scriptedAnswer(fault: Fault, operation: Operation): Outcome {
  const { status, body } = fault
  if (status === undefined) return renderError(new ApiError(exampleOf(fault) as ErrorExample), operation, () => undefined)
  const { code } = (body ?? {}) as { code?: unknown }
  const requestIdCode = [...operation.errors.values()].find((row) => row.status === status)?.requestIdCode ?? 0
  return { status, body, requestIdCode, verbatim: typeof body === 'string', ...(typeof code === 'string' && { code }) }
}
