import { handlers } from './handlers.ts'
import type { Call, OperationContext, Outcome } from './operation-handler.ts'

/** Carries out a valid call. An operation without a handler answers with the example of its document. */
export async function applyOperation(call: Call, context: OperationContext): Promise<Outcome> {
  const { id, success } = call.operation
  const handle = handlers[id]
  return handle ? handle(call, context) : success
}
