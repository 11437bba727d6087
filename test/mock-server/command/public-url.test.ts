import { expect, test } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'

test('the public URL is base_url in all credentials, but mock.url is still the address where the server listens', async () => {
  await using mock = await createMockServer({ publicUrl: 'https://mock.example' })
  expect(mock.credentials.base_url).toBe('https://mock.example')
  const merchants = await fetch(`${mock.url}/__mock/merchants`, { method: 'POST' })
  expect(await merchants.json()).toMatchObject({ base_url: 'https://mock.example' })
  expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
})

test.each([
  { publicUrl: 'mock.example' },
  { publicUrl: 'http://mock.example/x' },
  { publicUrl: 'http://mock.example:99999' },
  { publicUrl: 'http://[::' },
  { allowHosts: 'mock' },
  { allowHosts: ['mock.example:8920'] },
  { allowHosts: ['my_mock'] },
  { allowHosts: [''] },
])('createMockServer refuses an invalid publicUrl or an invalid allowHosts: %j', async (options) => {
  await expect(createMockServer(options as object)).rejects.toThrow(/^(publicUrl|allowHosts) must be /)
})
