import { currentCertificate } from '../tenant/certificates.ts'
import { tenantsOf } from '../tenant/stored-tenant.ts'
import { ControlError } from './control-error.ts'
import type { ControlContext, ControlHandlers } from './control-handler.ts'
import type { MerchantKey } from './explain-paste.ts'

/** The largest number of merchants whose keys are tried. The merchants that were created first are taken. */
const KEY_LIMIT = 50

export const explanations: ControlHandlers<'explainPaste'> = {
  async explainPaste({ body }, context) {
    const { explain } = context
    if (!explain) throw new ControlError(404, 'NOT_FOUND', 'This server does not explain requests')
    return explain(body, await merchantKeys(context)).catch(refuse)
  },
}

/** Throws a `ControlError` with status 400 for a plain `Error`: the pasted text can't be read. Rethrows any other error. */
function refuse(error: unknown): never {
  if (!(error instanceof Error) || error.name !== 'Error') throw error
  throw new ControlError(400, 'INVALID_REQUEST', error.message.replace(/\bstdin\b/g, 'the text'), { field: '/body/text' })
}

async function merchantKeys({ store }: ControlContext): Promise<MerchantKey[]> {
  const tenants = await tenantsOf((await store.mchids()).slice(0, KEY_LIMIT), store)
  return tenants.map((tenant) => {
    const { serial_no, certificate } = currentCertificate(tenant)
    return { mchid: tenant.mchid, serial: serial_no, pem: certificate }
  })
}
