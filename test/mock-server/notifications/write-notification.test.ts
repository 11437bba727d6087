import { expect, it } from 'vitest'
import { decryptResource, developmentKeys, type EncryptedResource } from '../../../contracts/index.ts'
import { writeNotification } from '../../../mock-server/notifications/write-notification.ts'

const { apiV3Key } = developmentKeys
const CONTENT = {
  id: 'f994ecf7-60a3-537e-85d1-7dad28f7bfe8',
  create_time: '2024-06-08T10:34:56+08:00',
  event_type: 'TRANSACTION.SUCCESS',
  original_type: 'transaction',
  summary: '支付成功',
  associated_data: 'transaction',
  resource: { out_trade_no: '1', attach: '点金' },
}

async function written(otherAssociatedData?: string) {
  const sealing = { apiV3Key, nonce: 'pKbMMsyVxAxo', ...(otherAssociatedData !== undefined && { otherAssociatedData }) }
  const { headers, body } = await writeNotification(CONTENT, sealing)
  return { headers, text: Buffer.from(body).toString() }
}

it('the members of a notification have the same order as in notifications captured from WeChat Pay', async () => {
  const { headers, text } = await written()
  expect(Object.keys(JSON.parse(text))).toEqual(['id', 'create_time', 'resource_type', 'event_type', 'summary', 'resource'])
  expect(Object.keys(JSON.parse(text).resource)).toEqual(['original_type', 'algorithm', 'ciphertext', 'associated_data', 'nonce'])
  expect(headers['Content-Length']).toBe(String(Buffer.byteLength(text)))
})

it('the resource of a notification is encrypted with the APIv3 key', async () => {
  const resource: EncryptedResource = JSON.parse((await written()).text).resource
  expect(JSON.parse(await decryptResource(resource, apiV3Key))).toEqual(CONTENT.resource)
})

it('the associated data named in a notification can differ from the associated data used to encrypt its resource', async () => {
  const resource: EncryptedResource = JSON.parse((await written('refund')).text).resource
  expect(resource.associated_data).toBe('transaction')
  await expect(decryptResource(resource, apiV3Key)).rejects.toThrow('was not encrypted with this APIv3 key')
  expect(JSON.parse(await decryptResource({ ...resource, associated_data: 'refund' }, apiV3Key))).toEqual(CONTENT.resource)
})
