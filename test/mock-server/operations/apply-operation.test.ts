import { expect, it } from 'vitest'
import { applyOperation } from '../../../mock-server/operations/apply-operation.ts'
import type { Call, OperationContext } from '../../../mock-server/operations/operation-handler.ts'

it('an operation without a handler answers with the example in its OpenAPI document', async () => {
  const success = { status: 200, body: { state: 'documented' } }
  const call = { operation: { id: 'noSuchHandler', success }, body: {} } as unknown as Call
  expect(await applyOperation(call, {} as OperationContext)).toEqual(success)
})
