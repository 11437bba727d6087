import { describe, expect, it } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { createMapStore } from './map-store.ts'

describe('the map store, which is a template for custom stores', () => {
  it('keeps the state of a closed server, so that the next server can use it', async () => {
    const store = createMapStore()
    const mock = await createMockServer({ store })
    const { mchid } = mock.credentials
    expect((await send(mock.url, await signedRequest(mock.credentials))).status).toBe(200)
    await mock.close()
    await using next = await createMockServer({ store })
    expect((await next.control.merchant(mchid).subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
    expect(await next.control.merchant(mchid).requests()).toMatchObject([{ operation: 'changeGoldPlanStatus', status: 200 }])
  })
})
