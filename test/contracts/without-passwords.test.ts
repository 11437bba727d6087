import { expect, test } from 'vitest'
import { withoutPasswords } from '../../contracts/without-passwords.ts'

test.for<[string, string]>([
  ['http://jo:secret@h:80/x@y', 'http://…@h:80/x@y'],
  ['http://jo@h/x?mail=a@b', 'http://…@h/x?mail=a@b'],
  ['http://jo:secret@[::1]:80/x@y', 'http://…@[::1]:80/x@y'],
  ['http://jo:se/cret@h', 'http://…@h'],
  ['http://jo:se/cr@et@h', 'http://…@h'],
  ['http://jo:s@/ecret@h', 'http://…@h'],
  ['http://jo@corp.example:se/cret@h', 'http://…@h'],
  ['from redis://jo:secret@a to "http://mo:se/cret@b"', 'from redis://…@a to "http://…@b"'],
])('a URL is shown without its user name and password: %s', ([text, shown]) => {
  expect(withoutPasswords(text)).toBe(shown)
})

test.for(['http://h:80/x@y', 'http://[::1]:80/x@y', 'file:///home/a@b', 'jo@h', "'http://h:80' of jo@h"])(
  'a text without a password stays as it is: %s',
  (text) => {
    expect(withoutPasswords(text)).toBe(text)
  },
)

test.for(['http://a:b', 'a', '@', 'a@', '://', 'http://a:@/'])('a long text takes linear time: %s, repeated', (piece) => {
  expect(withoutPasswords(`http://${piece.repeat(100_000)}/ http://jo:secret@h`)).toMatch(/http:\/\/…@h$/)
})
