import { describe, expect, it } from 'vitest'
import { requestMessage, responseMessage } from '../../../contracts/index.ts'

describe('requestMessage', () => {
  it('ends each of the five lines with a line feed', () => {
    const message = requestMessage({ method: 'POST', target: '/v3/a?b=c', timestamp: 1554208460, nonce: 'n', body: '{"a":1}' })
    expect(message.toString()).toBe('POST\n/v3/a?b=c\n1554208460\nn\n{"a":1}\n')
  })

  it('ends with an empty line when there is no body', () => {
    expect(requestMessage({ method: 'GET', target: '/', timestamp: 1, nonce: 'n' }).toString()).toBe('GET\n/\n1\nn\n\n')
  })

  it('keeps the bytes of a body that is not UTF-8', () => {
    const body = Uint8Array.of(0xff, 0x00, 0xe7)
    expect(requestMessage({ method: 'POST', target: '/', timestamp: 1, nonce: 'n', body }).subarray(-4)).toEqual(
      Buffer.of(0xff, 0x00, 0xe7, 0x0a),
    )
  })

  it('encodes Chinese text in a body as UTF-8', () => {
    const body = '{"name":"商户"}'
    expect(requestMessage({ method: 'POST', target: '/', timestamp: 1, nonce: 'n', body }).toString()).toContain(body)
  })

  it('restores the bytes of header values that Node decoded as latin1', () => {
    const received = Buffer.from('随机串').toString('latin1')
    expect(requestMessage({ method: 'GET', target: '/', timestamp: 1, nonce: received }).toString()).toContain('\n随机串\n')
  })
})

describe('responseMessage', () => {
  it('ends each of the three lines with a line feed', () => {
    expect(responseMessage({ timestamp: 1722850421, nonce: 'n', body: '{}' }).toString()).toBe('1722850421\nn\n{}\n')
  })

  it('ends with an empty line when there is no body, as in an answer with the status 204', () => {
    expect(responseMessage({ timestamp: 1722850421, nonce: 'n' }).toString()).toBe('1722850421\nn\n\n')
  })
})
