import { operationFiles } from '../../contracts/index.ts'
import { operation } from '../../contracts/pact/operations.ts'
import { openApi } from '../../mock-server/openapi/index.ts'
import type { RequestChoice } from '../signed-request.ts'

/** Returns one valid call of each operation: the example request from its OpenAPI document. */
export async function rightCalls(): Promise<RequestChoice[]> {
  const { operations } = await openApi(operationFiles.products)
  return operations.map(({ id, method, path }) => {
    const { body, headers } = operation(id)
    return { method, target: path, body: body ? JSON.stringify(body) : '', headers }
  })
}
