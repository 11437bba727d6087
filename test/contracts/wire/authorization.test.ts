import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError, type Credentials, formatAuthorization, parseAuthorization, SCHEME } from '../../../contracts/index.ts'

const FORMAT = 'SIGN_ERROR_AUTHORIZATION_FORMAT'
const OTHER_SCHEME = 'SIGN_ERROR_AUTHORIZATION_SCHEME'
const FIELDS = ['mchid="1900000100"', 'nonce_str="593BEC0C"', 'signature="uOVR=="', 'timestamp="1554208460"', 'serial_no="6D6F"']
const CREDENTIALS: Credentials = { mchid: '1900000100', nonce: '593BEC0C', signature: 'uOVR==', timestamp: '1554208460', serial: '6D6F' }

function refusal(header: string | undefined): string {
  try {
    parseAuthorization(header)
  } catch (error) {
    if (error instanceof ApiError) return error.example
    throw error
  }
  return 'accepted'
}

describe('parseAuthorization', () => {
  it('reads the five fields in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(FIELDS, { minLength: 5 }), (fields) => {
        expect(parseAuthorization(`${SCHEME} ${fields.join(',')}`)).toEqual(CREDENTIALS)
      }),
    )
  })

  it('reads what formatAuthorization writes', () => {
    const value = fc.stringMatching(/^[^"\r\n]+$/)
    const credentials = fc.record({ mchid: value, serial: value, nonce: value, timestamp: fc.nat().map(String), signature: value })
    fc.assert(
      fc.property(credentials, (written) => {
        expect(parseAuthorization(formatAuthorization(written))).toEqual(written)
      }),
    )
  })

  it('accepts spaces after the commas', () => {
    expect(parseAuthorization(`${SCHEME} ${FIELDS.join(', ')}`)).toEqual(CREDENTIALS)
    expect(parseAuthorization(`${SCHEME} ${FIELDS.join(',   ')}`)).toEqual(CREDENTIALS)
  })

  it.each([
    ['a missing header', undefined],
    ['an empty header', ''],
    ['only the scheme', SCHEME],
    ['a scheme without a space after it', `${SCHEME}${FIELDS.join(',')}`],
    ['two spaces after the scheme', `${SCHEME}  ${FIELDS.join(',')}`],
    ['a tab after the scheme', `${SCHEME}\t${FIELDS.join(',')}`],
    ['the fields without a scheme', FIELDS.join(',')],
    ['a space before the scheme', ` ${SCHEME} ${FIELDS.join(',')}`],
    ['a parenthesis before another scheme', '(Bearer abc'],
    ['single quotes', `${SCHEME} ${FIELDS.join(',').replaceAll('"', "'")}`],
    ['values without quotes', `${SCHEME} ${FIELDS.join(',').replaceAll('"', '')}`],
    ['semicolons', `${SCHEME} ${FIELDS.join(';')}`],
    ['a comma at the end', `${SCHEME} ${FIELDS.join(',')},`],
    ['a comma at the start', `${SCHEME} ,${FIELDS.join(',')}`],
    ['two commas', `${SCHEME} ${FIELDS.join(',,')}`],
    ['spaces before the commas', `${SCHEME} ${FIELDS.join(' ,')}`],
    ['spaces around the equals sign', `${SCHEME} ${FIELDS.join(',').replaceAll('=', ' = ')}`],
    ['a misspelt field', `${SCHEME} ${FIELDS.join(',').replace('mchid', 'mch_id')}`],
    ['a field in upper case', `${SCHEME} ${FIELDS.join(',').replace('mchid', 'MCHID')}`],
    ['an additional unknown field', `${SCHEME} ${FIELDS.join(',')},extra="1"`],
    ['a field twice', `${SCHEME} ${FIELDS.join(',')},${FIELDS[0]}`],
    ['two headers', `${SCHEME} ${FIELDS.join(',')}, ${SCHEME} ${FIELDS.join(',')}`],
    ['a timestamp that is not a number', `${SCHEME} ${FIELDS.join(',').replace('1554208460', 'now')}`],
    ['a timestamp with a plus sign', `${SCHEME} ${FIELDS.join(',').replace('1554208460', '+1554208460')}`],
    ['a timestamp with a zero before it', `${SCHEME} ${FIELDS.join(',').replace('1554208460', '01554208460')}`],
    ['a timestamp with a fraction', `${SCHEME} ${FIELDS.join(',').replace('1554208460', '1554208460.5')}`],
    ['__proto__ as a field', `${SCHEME} ${FIELDS.slice(1).join(',')},__proto__="1"`],
  ])('refuses %s with SIGN_ERROR_AUTHORIZATION_FORMAT', (_, header) => {
    expect(refusal(header)).toBe(FORMAT)
  })

  it.each(FIELDS.map((field) => field.split('=')[0]))('refuses a header in which %s is missing or empty', (name) => {
    const others = FIELDS.filter((field) => !field.startsWith(`${name}=`))
    expect(refusal(`${SCHEME} ${others.join(',')}`)).toBe(FORMAT)
    expect(refusal(`${SCHEME} ${others.join(',')},${name}=""`)).toBe(FORMAT)
  })

  it.each([
    'Bearer abc',
    'Bearer',
    'Basic dXNlcjpwYXNz',
    'WECHATPAY2-SM2-WITH-SM3 mchid="1"',
    `${SCHEME.toLowerCase()} ${FIELDS.join(',')}`,
  ])('refuses another scheme with SIGN_ERROR_AUTHORIZATION_SCHEME: %s', (header) => {
    expect(refusal(header)).toBe(OTHER_SCHEME)
  })

  it('reads any text or refuses it with one of the two errors above', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${SCHEME} ${text}`),
        ),
        (header) => {
          expect([FORMAT, OTHER_SCHEME, 'accepted']).toContain(refusal(header))
        },
      ),
    )
  })
})
