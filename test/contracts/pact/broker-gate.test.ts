import { expect, it } from 'vitest'
import { openBrokerGate } from '../../../contracts/pact/broker-gate.ts'
import { createKnownPacts } from '../../../contracts/pact/known-pacts.ts'

it('the broker gate replaces local URLs with pact URLs without passwords, even if one local URL begins with another', async () => {
  const options = {
    broker: undefined,
    provider: 'WeChatPay',
    version: {},
    consumers: [],
    pacts: createKnownPacts(),
    print: () => undefined,
  }
  await using gate = await openBrokerGate(options)
  const urls = Array.from({ length: 11 }, (_, at) => `http://pacts.example/${'abcdefghijk'[at]}`)
  const local = urls.map((url) => gate.localUrl(url))
  expect(gate.realUrls(local.join(' '))).toBe(urls.join(' '))
  expect(gate.realUrls(gate.localUrl('http://user:secret@pacts.example/l'))).not.toContain('secret')
})
