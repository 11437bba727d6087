import { handlers } from './handlers.ts'
import type { Call, OperationContext, Outcome } from './operation-handler.ts'

/** Carries out a valid call. For an operation without a handler, returns the example of a successful answer in its OpenAPI document. */
export async function applyOperation(call: Call, context: OperationContext): Promise<Outcome> {
  const { id, success } = call.operation
  const handle = handlers[id]
  return handle ? handle(call, context) : success
}
