import { describe, expect, it } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { createMapStore } from './map-store.ts'
import { tenantOf } from './stored-tenant.ts'

describe('the template of a store', () => {
  it('writes a record only if it was not changed since it was read', async () => {
    const store = createMapStore()
    const key = { mchid: '1', kind: 'signed' } as const
    expect(await store.swap(key, undefined, 1)).toBe(false)
    await store.replace(undefined, tenantOf('1'))
    expect(await store.swap(key, undefined, 1)).toBe(true)
    expect(await store.swap(key, undefined, 2)).toBe(false)
    const seen = await store.read(key)
    expect(await store.swap(key, seen?.version, undefined)).toBe(true)
    expect(await store.swap(key, undefined, 1)).toBe(true)
    expect(await store.swap(key, seen?.version, 3)).toBe(false)
    expect((await store.read(key))?.value).toBe(1)
  })

  it('replaces the parts of a merchant that are given, and keeps the others', async () => {
    const store = createMapStore()
    const made = tenantOf('1', { sub_mchid: '7' } as never, { sub_mchid: '5' } as never)
    expect(await store.replace(undefined, made)).toBe(true)
    expect(await store.replace(undefined, made)).toBe(false)
    expect(await store.readAll('1')).toEqual(made)
    const version = (await store.read({ mchid: '1', kind: 'tenant' }))?.version
    expect(await store.replace(version, { tenant: made.tenant, sub_merchants: [] })).toBe(true)
    expect(await store.readAll('1')).toEqual({ ...made, sub_merchants: [] })
    expect([await store.mchids(), await store.remove('1'), await store.mchids(), await store.readAll('1')]).toEqual([
      ['1'],
      true,
      [],
      undefined,
    ])
  })

  it('keeps the state of a server, which leaves it open', async () => {
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
