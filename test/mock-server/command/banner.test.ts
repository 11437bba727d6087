import { expect, it } from 'vitest'
import { banner } from '../../../mock-server/command/banner.ts'
import { createMockServer } from '../../../mock-server/index.ts'

it('the banner shows a client by public key to a merchant that has no platform certificate', async () => {
  await using mock = await createMockServer({ merchant: { verification: 'public_key' } })
  const text = banner(mock.credentials, [], '1.0.0')
  expect(text).toContain('const platform = mock.platform_public_key\n')
  expect(text).toContain('certs: { [platform.id]: platform.public_key },')
})

it('the banner names the first of many sub-merchants', async () => {
  await using mock = await createMockServer({ merchant: { subMchids: ['1', '2', '3', '4', '5'] } })
  expect(banner(mock.credentials, [], '1.0.0')).toContain('sub_mchid  1, 2, 3, …   特约商户号')
})
