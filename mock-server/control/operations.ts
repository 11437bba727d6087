import type { components } from '../../contracts/control/index.ts'
import { messageOf, type Operation } from '../openapi/index.ts'
import type { ControlHandlers } from './control-handler.ts'

export const operations: ControlHandlers<'listOperations'> = {
  listOperations: async (_, { api }) => ({ operations: api.operations.map(listed) }),
}

function listed({ id, method, path, errors, testSubMerchants }: Operation): components['schemas']['ListedOperation'] {
  const testNumbers = new Map([...testSubMerchants].map(([sub_mchid, example]) => [example as string, sub_mchid]))
  const examples = [...errors].map(([example, row]) => ({
    example,
    status: row.status,
    code: row.body.code,
    message: messageOf(row),
    sub_mchid: testNumbers.get(example) ?? null,
  }))
  return { operation: id, method, path, examples }
}
