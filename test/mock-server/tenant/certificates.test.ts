import { expect, it } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { createCertificateKeys } from '../../../mock-server/tenant/certificates.ts'
import { tenantOf } from '../store/stored-tenant.ts'

it('the key of a certificate is read once, even when a store builds the record of the certificate again for each call', async () => {
  const keys = createCertificateKeys()
  const [record] = tenantOf('1').tenant.certificates
  if (!record) throw new Error('the merchant has no certificate')
  const key = keys(record)
  expect(keys(structuredClone(record))).toBe(key)
  expect(keys({ ...record, certificate: developmentKeys.platform.certificate })).not.toBe(key)
})
