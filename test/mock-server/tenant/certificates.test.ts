import { expect, it } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { createCertificateKeys } from '../../../mock-server/tenant/certificates.ts'
import { tenantOf } from '../store/stored-tenant.ts'

it('createCertificateKeys caches the key of a certificate, even when each call gets a new copy of its record', async () => {
  const keys = createCertificateKeys()
  const [record] = tenantOf('1').tenant.certificates
  if (!record) throw new Error('the merchant has no certificate')
  const key = keys(record)
  expect(keys(structuredClone(record))).toBe(key)
  expect(keys({ ...record, certificate: developmentKeys.platform.certificate })).not.toBe(key)
})
