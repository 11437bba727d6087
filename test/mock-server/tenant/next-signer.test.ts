import { expect, it } from 'vitest'
import { nextSigner } from '../../../mock-server/tenant/next-signer.ts'
import { loadPlatformKeys } from '../../../mock-server/tenant/platform.ts'
import { storeWith, tenantOf } from '../store/stored-tenant.ts'

it('the key that signs the next answer is found even if the merchant was removed in the meantime', async () => {
  const store = await storeWith()
  const platformKeys = await loadPlatformKeys()
  const [first = '', second = ''] = platformKeys.certificates.keys()
  const certificates = [first, second].map((serial_no) => ({ serial_no, share: 50 }))
  const tenant = { ...tenantOf('1').tenant, platform: { certificates, public_key: null } }
  await store.remove('1')
  expect(await nextSigner(tenant, undefined, { store, platformKeys })).toMatchObject({ serial: first })
})
