import { expect, it } from 'vitest'
import { errorMessage, messageOfCause } from '../../contracts/error-message.ts'
import { errorOfAnotherRealm } from '../other-realm.ts'

it('the message of an error of another realm, and of its cause, is read as that of any other error', () => {
  const error = errorOfAnotherRealm('fetch failed', errorOfAnotherRealm('connect ECONNREFUSED 127.0.0.1:1'))
  expect(errorMessage(error)).toBe('fetch failed')
  expect(messageOfCause(error)).toBe('connect ECONNREFUSED 127.0.0.1:1')
  expect(messageOfCause(new Error('outer', { cause: error }))).toBe('connect ECONNREFUSED 127.0.0.1:1')
  expect(messageOfCause(new Error('outer', { cause: 'text' }))).toBe('outer')
})

it('the messages of an error without a message of its own are joined', () => {
  const errors = ['connect ECONNREFUSED ::1:1', 'connect ECONNREFUSED 127.0.0.1:1'].map((message) => errorOfAnotherRealm(message))
  expect(errorMessage(new AggregateError([...errors, ...errors]))).toBe('connect ECONNREFUSED ::1:1, connect ECONNREFUSED 127.0.0.1:1')
  expect(errorMessage(new AggregateError(errors, 'all failed'))).toBe('all failed')
})

it('any other value is shown as text', () => {
  expect(errorMessage('text')).toBe('text')
  expect(messageOfCause(new DOMException('over', 'TimeoutError'))).toBe('over')
})
