import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { compareSigned, signedFindings } from '../../../contracts/diagnosis/refusal/index.ts'

test.for([
  ['', '{}', '开头是「{}」', '收到的开头是「（空）」'],
  ['{}', '', '开头是「（空）」', '收到的开头是「{}」'],
])('an empty body is shown as (empty) in English and （空） in Chinese: sent %j, signed %j', ([bodyStart = '', signed, own, arrived]) => {
  // The length of the sent body is unknown, so only the beginnings of the bodies are compared.
  const refused = { method: 'POST', target: '/v3/x', timestamp: '1700000000', nonce: 'N', bodyStart, bodyBytes: undefined, length: 1 }
  const mistakes = compareSigned(refused, Buffer.from(`POST\n/v3/x\n1700000000\nN\n${signed}\n`))
  expect(mistakes).toMatchObject([{ id: 'refusal-body-other-start', message: expect.stringContaining('(empty)') }])
  expect(mistakes[0]?.message_zh).toContain(own)
  expect(mistakes[0]?.message_zh).toContain(arrived)
})

test('the message mentions the rest of the body only if the refusal does not show the whole body', () => {
  const refused = { method: 'POST', target: '/v3/x', timestamp: '1700000000', nonce: 'N', bodyStart: '{"a":12}', length: 99 }
  expect(signedFindings({ ...refused, bodyBytes: 8 }, [])[0]?.message).not.toContain('the rest of the body differs')
  expect(signedFindings({ ...refused, bodyBytes: 9 }, [])[0]?.message).toContain('of the same length with the same beginning')
})
