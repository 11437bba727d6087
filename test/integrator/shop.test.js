import { join } from 'node:path'
import { expect, test } from 'vitest'
import { interactionThatFails, interactionThatSucceeds, signedPact } from 'wechatpay-goldplan-mock/pact'
import { createShop } from './shop.js'

const pact = signedPact({ consumer: 'my-shop', dir: join(import.meta.dirname, 'pacts') })
const shopAt = ({ url }) => createShop({ ...pact.clientOptions, baseURL: `${url}/` })

const body = { sub_mchid: '1900000109', operation_type: 'OPEN' }

test('opens the gold plan', async () => {
  await pact.test(await interactionThatSucceeds('changeGoldPlanStatus', { body }), async (server) => {
    expect(await shopAt(server).openGoldPlan('1900000109')).toBe('opened')
  })
})

test('closes the advertising show', async () => {
  await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async (server) => {
    expect(await shopAt(server).closeAdvertisingShow('1900000109')).toBe('closed')
  })
})

test.each([
  ['GOLDPLAN_REOPENED_WITHIN_24H', 'try again tomorrow'],
  ['MCH_NOT_EXISTS', 'no such sub-merchant'],
  ['SIGN_ERROR_CERTIFICATE_REVOKED', 'tell the administrator'],
])('knows what to do about %s', async (error, advice) => {
  await pact.test(interactionThatFails('changeGoldPlanStatus', error, { body }), async (server) => {
    expect(await shopAt(server).openGoldPlan('1900000109')).toBe(advice)
  })
})
