import { defined } from '../../contracts/defined.ts'
import { ApiError, type ErrorExample } from '../../contracts/index.ts'
import { renderError } from '../gateway/render-error.ts'
import type { Operation } from '../openapi/index.ts'
import { applyOperation } from '../operations/apply-operation.ts'
import type { Call, OperationContext, Outcome } from '../operations/operation-handler.ts'
import type { Fault } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { exampleOf, type ScriptedResult } from './fault-script.ts'

/**
 * Carries out a call and returns its outcome. A fault may replace the outcome with a scripted answer, or have the answer signed or sent
 * wrongly. In these cases, the call changes the state only with `apply: before`.
 */
export async function applyScripted(call: Call, { result }: ScriptedResult, context: OperationContext): Promise<Outcome> {
  if (!result) return applyOperation(call, context)
  const applies = result.apply === 'before'
  const apply = () => applyOperation(call, applies ? context : withoutEffect(context))
  if (result.certificates !== undefined) return applyOperation(call, { ...context, unusable: result.certificates })
  if (result.wire === undefined && result.signature === undefined) {
    const ordinary = applies ? await apply().catch(ignoreRefusal) : undefined
    return { ...scriptedAnswer(result, call.operation), ...(ordinary?.change && { change: ordinary.change }) }
  }
  const { change, ...outcome } = await apply()
  return { ...outcome, ...(applies && change && { change }) }
}

function withoutEffect(context: OperationContext): OperationContext {
  return { ...context, store: unchanging(context.store), notify: async () => undefined }
}

/** A view of the store that never writes a record, but reports every write as done. */
function unchanging(store: Store): Store {
  return { ...store, swap: async () => true }
}

/** Ignores a refusal by the business rules, because a refused call has no effect. Rethrows any other error. */
function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof ApiError)) throw error
}

function scriptedAnswer(fault: Fault, operation: Operation): Outcome {
  const { status, body, location } = fault
  if (status === undefined) return renderError(new ApiError(exampleOf(fault, operation) as ErrorExample), operation, () => undefined)
  const { code } = (body ?? {}) as { code?: unknown }
  const requestIdCode = [...operation.errors.values()].find((row) => row.status === status)?.requestIdCode ?? 0
  return {
    status,
    body,
    requestIdCode,
    verbatim: typeof body === 'string',
    ...defined({ location }),
    ...(typeof code === 'string' && { code }),
  }
}
