import { expect, it } from 'vitest'
import { errorMessage, messageOfCause } from '../../contracts/error-message.ts'
import { errorOfAnotherRealm } from '../other-realm.ts'

it('finds the message of an error from another JavaScript realm, and the message of its cause', () => {
  const error = errorOfAnotherRealm('fetch failed', errorOfAnotherRealm('connect ECONNREFUSED 127.0.0.1:1'))
  expect(errorMessage(error)).toBe('fetch failed')
  expect(messageOfCause(error)).toBe('connect ECONNREFUSED 127.0.0.1:1')
  expect(messageOfCause(new Error('outer', { cause: error }))).toBe('connect ECONNREFUSED 127.0.0.1:1')
  expect(messageOfCause(new Error('outer', { cause: 'text' }))).toBe('outer')
})

it('an AggregateError without a message gives the messages of its errors, each of them once', () => {
  const errors = ['connect ECONNREFUSED ::1:1', 'connect ECONNREFUSED 127.0.0.1:1'].map((message) => errorOfAnotherRealm(message))
  expect(errorMessage(new AggregateError([...errors, ...errors]))).toBe('connect ECONNREFUSED ::1:1, connect ECONNREFUSED 127.0.0.1:1')
  expect(errorMessage(new AggregateError(errors, 'all failed'))).toBe('all failed')
})

it('a thrown string is its own message, and a DOMException gives its message', () => {
  expect(errorMessage('text')).toBe('text')
  expect(messageOfCause(new DOMException('over', 'TimeoutError'))).toBe('over')
})
