import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeaderMistake } from '../../../contracts/diagnosis/catalogue/header-mistake.ts'
import { authorizationMistakes } from '../../../contracts/diagnosis/catalogue/mistake-order.ts'
import { readPieces } from '../../../contracts/diagnosis/header-pieces.ts'
import { readAuthorization } from '../../../contracts/diagnosis/read-authorization.ts'
import { type Credentials, formatAuthorization, parseAuthorization, SCHEME } from '../../../contracts/index.ts'
import { EVERY } from '../../every.ts'

const CREDENTIALS: Credentials = {
  mchid: '1900000109',
  serial: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C',
  nonce: '593BEC0C930BF1AFEB40B4A08C8FB242',
  timestamp: '1554208460',
  signature: `${'uOVRnA4qG/MNnYzdQxJanN+zU'.repeat(14).slice(0, 342)}==`,
}
const HEADER = formatAuthorization(CREDENTIALS)
const FIELDS = HEADER.slice(SCHEME.length + 1)

/** Mistakes that can't be repaired, because credentials are missing. */
const HOPELESS = ['authorization-missing', 'authorization-other-scheme', 'authorization-field-empty', 'authorization-field-missing']
const repairable = authorizationMistakes.filter(({ id }) => !HOPELESS.includes(id))

function ids(header: string | undefined): string[] {
  return readAuthorization(header).mistakes.map(({ id }) => id)
}

function mistake(id: string): HeaderMistake {
  const found = authorizationMistakes.find((entry) => entry.id === id)
  if (!found) throw new Error(`There is no mistake ${id}`)
  return found
}

function isRight(header: string): boolean {
  try {
    return parseAuthorization(header) !== undefined
  } catch {
    return false
  }
}

function spoilt(entries: readonly HeaderMistake[]): [string, string][] {
  return entries.flatMap((entry) => entry.spoil(HEADER).map((header): [string, string] => [entry.id, header]))
}

describe('a correct header', () => {
  it.each([HEADER, HEADER.replaceAll(',', ', '), HEADER.replaceAll(',', ',    '), `${SCHEME} ${FIELDS.split(',').reverse().join(',')}`])(
    'has no mistakes: %s',
    (header) => {
      expect(readAuthorization(header)).toEqual({ credentials: CREDENTIALS, mistakes: [] })
    },
  )

  it('is not changed by any repair', () => {
    for (const { id, repair } of authorizationMistakes) expect(repair(HEADER, readPieces(HEADER)), id).toBeUndefined()
  })

  it('may contain text in its values that would be a mistake outside the values', () => {
    const nonce = "it's; a=b & \\n Bearer"
    expect(readAuthorization(formatAuthorization({ ...CREDENTIALS, nonce }))).toEqual({
      credentials: { ...CREDENTIALS, nonce },
      mistakes: [],
    })
  })

  it('may have spaces instead of plus signs in its signature; they are not taken for line breaks', () => {
    const signature = CREDENTIALS.signature.replaceAll('+', ' ')
    expect(readAuthorization(formatAuthorization({ ...CREDENTIALS, signature })).mistakes).toEqual([])
  })
})

describe('a header with one mistake', () => {
  it.each(spoilt(repairable))('is diagnosed with %s and repaired: %j', (id, header) => {
    expect(header).not.toBe(HEADER)
    expect(ids(header)).toEqual([id])
    expect(readAuthorization(header).credentials).toEqual(CREDENTIALS)
  })

  it.each(spoilt(HOPELESS.map(mistake)))('is diagnosed with %s but cannot be repaired: %j', (id, header) => {
    expect(ids(header)).toEqual([id])
    expect(readAuthorization(header).credentials).toBeUndefined()
  })

  it('is diagnosed in English and Chinese, with every placeholder filled and no whole signature', () => {
    for (const [id, header] of spoilt(authorizationMistakes)) {
      const { mistakes } = readAuthorization(header)
      const texts = mistakes.flatMap(({ message, message_zh, fix, fix_zh }) => [message, message_zh, fix, fix_zh])
      expect(texts.join('\n'), id).not.toMatch(/\{\w+\}|[A-Za-z0-9+/]{60}/)
      expect(texts[1], id).toMatch(/\p{Script=Han}/u)
      expect(texts[3], id).toMatch(/\p{Script=Han}/u)
    }
  })

  it('has a mistake whose ID is unique and begins with authorization-', () => {
    const all = authorizationMistakes.map(({ id }) => id)
    expect(new Set(all).size).toBe(all.length)
    for (const id of all) expect(id).toMatch(/^authorization(-[a-z0-9]+)+$/)
  })
})

/** Groups of mistakes that can't be made together or can't be told apart. A header in these tests has at most one mistake of each group. */
const EXCLUSIVE = [
  // A header has only one scheme.
  ['authorization-scheme-sm2', 'authorization-scheme-misspelt', 'authorization-scheme-missing'],
  // Without a scheme, there are no spaces after it.
  ['authorization-scheme-missing', 'authorization-scheme-space-missing', 'authorization-scheme-spaces'],
  // If there is another scheme before the fields, the header may have either mistake.
  ['authorization-scheme-missing', 'authorization-scheme-in-front'],
  // Two headers without schemes look like one header with each field twice.
  ['authorization-scheme-missing', 'authorization-twice'],
  // One piece of code writes all the quotes of a header, so they are of one kind.
  ['authorization-quotes-escaped', 'authorization-quotes-typographic', 'authorization-quotes-single', 'authorization-quotes-missing'],
]

/** Mistakes that a client makes after it has written the header. `inOrderOfMaking` puts them last, in this order. */
const OUTSIDE = ['authorization-line-breaks', 'authorization-scheme-in-front', 'authorization-name-pasted', 'authorization-twice']

/** Headers in which two mistakes may hide each other. */
const UNDETECTABLE = [
  // There are neither quotes nor a separator between a value and the next name.
  /=\d+[a-z_]+=/i,
  // A space ends a value without quotes.
  /(?<!["'=] *)=(?!["'\\]).*[\w+/]{64} [\w+/]/,
]

function canBeCombined(one: HeaderMistake, other: HeaderMistake): boolean {
  return one !== other && !EXCLUSIVE.some((group) => group.includes(one.id) && group.includes(other.id))
}

function isDetectable(header: string): boolean {
  return !UNDETECTABLE.some((pattern) => pattern.test(header))
}

function inOrderOfMaking(pair: readonly HeaderMistake[]): HeaderMistake[] {
  // From the inside out: first names and values, then quotes and separators, then the scheme. So the parts around each new mistake are still correct.
  return [...pair].sort((one, other) => rank(one) - rank(other))
}

function rank(entry: HeaderMistake): number {
  const outside = OUTSIDE.indexOf(entry.id)
  return outside < 0 ? -authorizationMistakes.indexOf(entry) : outside + 1
}

const pairs = repairable.flatMap((one, index) =>
  repairable
    .slice(index + 1)
    .filter((other) => canBeCombined(one, other))
    .map((other): [string, string] => [one.id, other.id]),
)

describe('a header with two mistakes', () => {
  it.each(pairs)('is diagnosed with both and repaired: %s and %s', (one, other) => {
    const [first, second] = inOrderOfMaking([mistake(one), mistake(other)]) as [HeaderMistake, HeaderMistake]
    for (const header of first
      .spoil(HEADER)
      .flatMap((half) => second.spoil(half).filter((whole) => whole !== half && isDetectable(whole)))) {
      expect(ids(header), header).toEqual([one, other])
      expect(readAuthorization(header).credentials, header).toEqual(CREDENTIALS)
    }
  })
})

describe('a header as a real client sends it', () => {
  const signature = CREDENTIALS.signature
  const SCHEMELESS = FIELDS.replaceAll(',', ', ')

  it.each([
    [
      'the fields as a query string',
      `${SCHEME} ${FIELDS.replaceAll('"', '').replaceAll(',', '&')}`,
      ['authorization-quotes-missing', 'authorization-separator'],
    ],
    [
      'field names of APIv2, and single quotes',
      HEADER.replace('mchid', 'mch_id').replace('signature', 'sign').replaceAll('"', "'"),
      ['authorization-quotes-single', 'authorization-field-misspelt'],
    ],
    ['the header passed as a Bearer token', `Bearer ${HEADER}`, ['authorization-scheme-in-front']],
    ['the header name first, and no scheme', `Authorization: ${SCHEMELESS}`, ['authorization-name-pasted', 'authorization-scheme-missing']],
    [
      'the line breaks of openssl base64',
      HEADER.replace(signature, `${signature.match(/.{1,64}/g)?.join('\n')}\n`),
      ['authorization-line-breaks'],
    ],
    ["Python's time.time()", HEADER.replace('1554208460', '1554208460.7412'), ['authorization-timestamp-not-digits']],
    ['a zero before the timestamp', HEADER.replace('1554208460', '01554208460'), ['authorization-timestamp-not-digits']],
    [
      'zeros that make the timestamp look like milliseconds',
      HEADER.replace('1554208460', '0001554208460'),
      ['authorization-timestamp-not-digits'],
    ],
    ['a field that the client added', HEADER.replace('mchid', 'appid="wx8888",mchid'), ['authorization-field-unknown']],
    ['a field sign besides the field signature', `${HEADER},sign="x"`, ['authorization-field-unknown']],
    ['a multi-line template', `${SCHEME}\n    ${FIELDS.replaceAll(',', ',\n    ')}\n`, ['authorization-line-breaks']],
    [
      'escaped quotes, and semicolons',
      `${SCHEME} ${FIELDS.replaceAll('"', '\\"').replaceAll(',', ';')}`,
      ['authorization-quotes-escaped', 'authorization-separator'],
    ],
    ['a lower-case scheme with a colon', `wechatpay2-sha256-rsa2048: ${FIELDS}`, ['authorization-scheme-misspelt']],
  ])('is diagnosed and repaired: %s', (_, header, expected) => {
    expect(ids(header)).toEqual(expected)
    expect(readAuthorization(header).credentials).toEqual(CREDENTIALS)
  })

  it('is diagnosed with many mistakes at once', () => {
    const header = `Authorization: Bearer wechatpay2-sha256-rsa2048  mch_id='1900000109'; serialNo='1DDE'; nonce='593B'; timestamp='1554208460.5'; sign='uOVR';`
    expect(ids(header)).toEqual([
      'authorization-name-pasted',
      'authorization-scheme-in-front',
      'authorization-scheme-misspelt',
      'authorization-scheme-spaces',
      'authorization-quotes-single',
      'authorization-separator',
      'authorization-trailing-comma',
      'authorization-field-misspelt',
      'authorization-timestamp-not-digits',
    ])
    expect(readAuthorization(header).credentials).toEqual({
      mchid: '1900000109',
      serial: '1DDE',
      nonce: '593B',
      timestamp: '1554208460',
      signature: 'uOVR',
    })
  })

  it('is diagnosed with empty and missing fields as well as with its other mistakes', () => {
    const header = `${SCHEME} mch_id="1900000109",nonce_str="",timestamp="1554208460",signature="uOVR"`
    expect(ids(header)).toEqual(['authorization-field-misspelt', 'authorization-field-empty', 'authorization-field-missing'])
    const messages = readAuthorization(header).mistakes.map(({ message }) => message)
    expect(messages).toEqual([
      'These fields are misspelt: mch_id. Expected: mchid.',
      'These fields are empty: nonce_str.',
      'These fields are missing: serial_no.',
    ])
  })

  it('may consist of two headers; the first header that WeChat Pay can read counts', () => {
    const other = HEADER.replace('1900000109', '1900000110')
    expect(readAuthorization(`${HEADER}, ${other}`).credentials?.mchid).toBe('1900000109')
    expect(readAuthorization(`Bearer x, ${other}`).credentials?.mchid).toBe('1900000110')
  })

  it.each(['2019-04-02 20:34:20', 'now', 'Tue Apr 02 2019', '-1554208460', '0x5CA3'])(
    'is not repaired when its timestamp cannot be read as seconds: %s',
    (timestamp) => {
      const header = formatAuthorization({ ...CREDENTIALS, timestamp })
      expect(ids(header)).toEqual(['authorization-timestamp-not-digits'])
      expect(readAuthorization(header).mistakes[0]?.message).toContain(timestamp)
      expect(readAuthorization(header).credentials).toBeUndefined()
    },
  )
})

describe('a header that cannot be read', () => {
  it('is diagnosed as missing when the request has no Authorization header', () => {
    expect(ids(undefined)).toEqual(['authorization-missing'])
    expect(readAuthorization(undefined).mistakes[0]?.message).toMatch(/apache-httpclient.*WxJava before 4\.8\.2/)
  })

  it.each([
    ['JSON', JSON.stringify(CREDENTIALS)],
    ['JSON after the scheme', `${SCHEME} ${JSON.stringify(CREDENTIALS)}`],
    ['URL-encoded fields', `${SCHEME} ${encodeURIComponent(FIELDS)}`],
    ['a URL-encoded header', encodeURIComponent(HEADER)],
    ['only the scheme', SCHEME],
    ['undefined as text', 'undefined'],
    ['an object as text', '[object Object]'],
    ['a bare signature', CREDENTIALS.signature],
  ])('is diagnosed as unreadable: %s', (_, header) => {
    const { credentials, mistakes } = readAuthorization(header)
    expect(credentials).toBeUndefined()
    expect(mistakes.map(({ id }) => id)).toEqual(['authorization-unreadable'])
    expect(mistakes[0]?.message).toMatch(/could be read: –\.$/)
  })

  it('is diagnosed with a list of the fields that could be read before the unreadable part', () => {
    const { mistakes } = readAuthorization(`${SCHEME} mchid="1900000109",nonce_str="593B",%%%`)
    expect(mistakes.map(({ id }) => id)).toEqual(['authorization-unreadable'])
    expect(mistakes[0]?.message).toMatch(/could be read: mchid, nonce_str\.$/)
  })

  it.each([
    'Bearer abc',
    'Basic dXNlcjpwYXNzd29yZA==',
    'Digest username="u",realm="r",nonce="n",uri="/",response="x"',
    'AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=abc',
    'ALIPAY-SHA256withRSA app_id=1,nonce=n,timestamp=1,sign=x',
    'HMAC-SHA256 nonce="n",timestamp="1",signature="s"',
  ])('is diagnosed as a header with another scheme: %s', (header) => {
    expect(ids(header)).toEqual(['authorization-other-scheme'])
  })

  it('is diagnosed without quoting its access token, even when another part of the header can be read', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl'
    for (const header of [
      `Bearer ${token}`,
      `${token} x`,
      `Bearer ${token}, ${HEADER}`,
      `${token} ${HEADER}`,
      `Bearer ${token} ${HEADER}`,
    ]) {
      expect(JSON.stringify(readAuthorization(header).mistakes)).not.toContain(token.slice(0, 20))
    }
  })
})

describe('any header', () => {
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
  const snippet = fc.constantFrom(
    SCHEME,
    'Bearer',
    'mchid',
    'mch_id',
    'timestamp',
    ...`"'\\,;&= \t\n\r`,
    '\xe2\x80\x9c',
    ...HEADER.split(/(?=[",])/),
  )

  it('is read or diagnosed with a mistake, and does not make readAuthorization throw', () => {
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(byte).map((bytes) => bytes.join('')),
      fc.array(snippet).map((texts) => texts.join('')),
    )
    fc.assert(
      fc.property(header, (text) => {
        const { credentials, mistakes } = readAuthorization(text)
        expect(credentials !== undefined || mistakes.length > 0).toBe(true)
        expect(new Set(mistakes.map(({ id }) => id)).size).toBe(mistakes.length)
        for (const mistake of mistakes) expect(JSON.stringify(mistake).length).toBeLessThan(2000)
      }),
      { numRuns: EVERY ? 2_000 : 400 },
    )
  })

  it('is diagnosed as unreadable when it is thousands of characters long, unless it is correct', () => {
    const long = '5'.repeat(5_000)
    expect(ids(`${HEADER},${long}="1"`)).toEqual(['authorization-unreadable'])
    expect(readAuthorization(formatAuthorization({ ...CREDENTIALS, nonce: long }))).toEqual({
      credentials: { ...CREDENTIALS, nonce: long },
      mistakes: [],
    })
  })

  it('that differs from a correct header in one place is diagnosed with a mistake, or all its values are read as they were sent', () => {
    fc.assert(
      fc.property(fc.nat(HEADER.length - 1), fc.oneof(byte, snippet, fc.constant('')), (index, text) => {
        const header = HEADER.slice(0, index) + text + HEADER.slice(index + 1)
        const { credentials, mistakes } = readAuthorization(header)
        expect(mistakes.length > 0 || (credentials && Object.values(credentials).every((value) => header.includes(`"${value}"`)))).toBe(
          true,
        )
      }),
      { numRuns: EVERY ? 2_000 : 400 },
    )
  })

  // `readAuthorization` analyses headers of at most 4,096 characters, and these are almost as long. A regular expression that backtracks
  // would take very long on them.
  it.each([
    '"',
    "'",
    ' ',
    '\t',
    ',',
    ', ',
    ';',
    '=',
    '\\',
    '\\"',
    '\\n',
    '\n',
    '\r\n',
    '\xe2',
    '\xe2\x80\x9c',
    'a',
    'A=',
    'a="',
    'a= ',
    'a ',
    'a,',
    '="',
    '" ',
    ' ,',
    '+',
    '-',
    'mchid',
    'mchid=',
    'mchid="1",',
    'mchid=\n',
    '\nmchid',
    'mchid=1\n ',
    `${SCHEME} `,
    `${SCHEME},`,
    'Bearer ',
    'Authorization:',
    '1e',
    '1.',
  ])('is correct or diagnosed with a mistake when it repeats %j over and over', (unit) => {
    const run = unit.repeat(3_400 / unit.length)
    for (const header of [
      run,
      `${SCHEME} ${run}`,
      `${SCHEME} mchid="${run}`,
      `${SCHEME} mchid=${run}"`,
      `${HEADER}${run}`,
      `${run}${HEADER}`,
      HEADER.replace('1554208460', run),
      HEADER.replace(CREDENTIALS.signature, run),
    ]) {
      const { mistakes } = readAuthorization(header)
      expect(mistakes.length > 0 || isRight(header), header).toBe(true)
      for (const mistake of mistakes) expect(JSON.stringify(mistake).length).toBeLessThan(2000)
    }
  })
})
