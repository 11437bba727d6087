import { describe, expect } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { askControl, test } from '../../control-test.ts'

const { platform, nextPlatform } = developmentKeys

describe('a reset of a merchant', () => {
  test('restores the state in which the merchant was created, and empties its journal', async ({ control, callAs, ask }) => {
    const merchant = await control.createMerchant({ punished: true, own_key: true, verification: 'public_key', sub_mchids: ['5', '6'] })
    const controls = control.merchant(merchant.mchid)
    const before = [await controls.read(), await controls.snapshot(), await controls.certificate()]
    await controls.change({ punished: false })
    await callAs(merchant, { body: '{"sub_mchid":"5","operation_type":"OPEN"}' })
    await controls.removeSubMerchant('6')
    await controls.putSubMerchant('7')
    await controls.addFault({ example: 'SYSTEM_ERROR' })
    await controls.setClock({ pin: 5 })
    await controls.setPlatform({ certificates: [{ serial_no: nextPlatform.serial, share: 100 }] })
    await controls.setCertificate({ renew: true })
    expect(await ask('POST', `/__mock/merchants/${merchant.mchid}/reset`)).toMatchObject({ status: 204, body: undefined })
    expect([await controls.read(), await controls.snapshot(), await controls.certificate()]).toEqual(before)
    expect(await controls.requests()).toEqual([])
    expect(await controls.faults()).toEqual([])
    expect((await callAs(merchant)).status).toBe(400)
  })

  test('does not change other merchants', async ({ control, own, call }) => {
    const { mchid } = await control.createMerchant()
    await call()
    await own.change({ custom_page_link: false })
    await control.merchant(mchid).reset()
    expect(await own.requests()).toHaveLength(1)
    expect(await own.read()).toMatchObject({ custom_page_link: false })
  })

  test('restarts the sequence in which the platform keys sign', async ({ own, call }) => {
    const certificates = [platform, nextPlatform].map(({ serial }) => ({ serial_no: serial, share: 50 }))
    const signers = async () => {
      await own.setPlatform({ certificates })
      const answers = [await call(), await call(), await call()]
      return answers.map(({ headers }) => headers['wechatpay-serial'])
    }
    const first = await signers()
    await own.reset()
    expect(await signers()).toEqual(first)
  })

  test('restores the state that the options of the server gave the merchant', async () => {
    const subMerchants = [{ sub_mchid: '5', punished: true }]
    await using mock = await createMockServer({ merchant: { subMerchants, faults: [{ latency_ms: 0 }], type: 'channel_partner' } })
    const own = mock.control.merchant(mock.credentials.mchid)
    const before = await own.snapshot()
    await own.putSubMerchant('5')
    await own.clearFaults()
    await own.change({ type: 'institution' })
    await own.reset()
    expect(await own.snapshot()).toEqual(before)
    expect(before).toMatchObject({ merchant: { type: 'channel_partner' }, sub_merchants: [{ punished: true }], faults: [{ id: 1 }] })
  })
})

describe('a reset of the server', () => {
  test('removes the merchants created since the server started, resets the other merchants and empties all journals', async () => {
    await using mock = await createMockServer({ merchants: [{ mchid: '7' }] })
    const { control, credentials } = mock
    const { mchid } = await control.createMerchant()
    await control.merchant('7').change({ punished: true })
    await control.merchant(credentials.mchid).setCertificate({ renew: true })
    await fetch(`${mock.url}/nothing`)
    await fetch(`${mock.url}/nothing`, { headers: { Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="7"` } })
    expect(await askControl(mock.url, 'POST', '/__mock/reset')).toMatchObject({ status: 204, body: undefined })
    await expect(control.merchant(mchid).read()).rejects.toMatchObject({ status: 404 })
    expect(await control.merchant('7').read()).toMatchObject({ punished: false })
    expect(await control.credentials()).toEqual(credentials)
    expect([...(await control.unclaimedRequests()), ...(await control.merchant('7').requests())]).toEqual([])
  })

  test('is refused when the request has a body, and a reset of a merchant is refused, too', async ({ ask, own }) => {
    await own.change({ punished: true })
    for (const target of ['/__mock/reset', '/__mock/merchants/1900000100/reset'])
      expect(await ask('POST', target, { all: true })).toMatchObject({
        status: 400,
        body: { detail: { field: '/body', seen: '{"all":true}', wanted: 'be left out' } },
      })
    expect(await own.read()).toMatchObject({ punished: true })
  })
})
