import { describe, expect } from 'vitest'
import { test } from '../../control-test.ts'

describe('DELETE …/faults/{fault_id}', () => {
  test('removes one fault and leaves the others', async ({ ask, own }) => {
    const [first, second] = [await own.addFault({ example: 'SYSTEM_ERROR' }), await own.addFault({ latency_ms: 1 })]
    expect(await ask('DELETE', `/__mock/merchants/1900000100/faults/${first.id}`)).toMatchObject({ status: 204 })
    expect(await own.faults()).toEqual([second])
  })

  test('answers 404 for a fault that is not there, and 400 for an ID that is not a number', async ({ ask }) => {
    expect(await ask('DELETE', '/__mock/merchants/1900000100/faults/7')).toMatchObject({
      status: 404,
      body: { message: 'There is no fault 7' },
    })
    expect(await ask('DELETE', '/__mock/merchants/1900000100/faults/x')).toMatchObject({ status: 400 })
  })
})
