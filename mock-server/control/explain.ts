import type { components } from '../../contracts/control/index.ts'
import { currentCertificate } from '../tenant/certificates.ts'
import { ControlError } from './control-error.ts'
import type { ControlContext, ControlHandlers } from './control-handler.ts'

type Schemas = components['schemas']

/** The public key of a merchant, which may have signed a pasted request. */
export interface MerchantKey {
  readonly mchid: string
  readonly serial: string
  /** X.509 in PEM. */
  readonly pem: string
}

/**
 * Explains a pasted request, 401, answer or notification, as the command `explain` does. It is passed in, because it is a part of the command.
 *
 * @throws {Error} When the paste can't be read; the message says what is wrong.
 */
export type ExplainPaste = (paste: Schemas['ExplainChoice'], keys: readonly MerchantKey[]) => Promise<Schemas['Explanation']>

/** How many merchants' keys are tried, the oldest first. */
const KEY_LIMIT = 50

export const explanations: ControlHandlers<'explainPaste'> = {
  async explainPaste({ body }, context) {
    const { explain } = context
    if (!explain) throw new ControlError(404, 'NOT_FOUND', 'This server does not explain requests')
    return explain(body, await merchantKeys(context)).catch(refuse)
  },
}

/** A paste that can't be read is a mistake of the caller; any other error is a bug. */
function refuse(error: unknown): never {
  if (!(error instanceof Error) || error.name !== 'Error') throw error
  throw new ControlError(400, 'INVALID_REQUEST', error.message.replace(/\bstdin\b/g, 'the text'), { field: '/body/text' })
}

async function merchantKeys({ store }: ControlContext): Promise<MerchantKey[]> {
  const mchids = await store.mchids()
  const records = await Promise.all(mchids.slice(0, KEY_LIMIT).map((mchid) => store.read({ mchid, kind: 'tenant' })))
  return records.flatMap((record) => {
    if (!record) return []
    const { serial_no, certificate } = currentCertificate(record.value)
    return [{ mchid: record.value.mchid, serial: serial_no, pem: certificate }]
  })
}
