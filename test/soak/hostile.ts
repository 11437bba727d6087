import fc from 'fast-check'

/** Text that may break programs. */
const TEXT = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\r\n',
    '__proto__',
    'constructor',
    'toString',
    '\ud800',
    '\u2028',
    '\ufeff',
    '商户号',
    '😀'.repeat(40),
    '%',
    '%00',
    '%2F..%2F..',
    '../../etc/passwd',
    '{{sub_mchid}}',
    '$(x)',
    '"><script>',
    '1e999',
    '-0',
    '0x10',
    '1'.repeat(400),
    'x'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

/** A JSON value that is wrong in most places of a request. */
export const HOSTILE_VALUE: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: TEXT },
  fc.constantFrom(null, true, 0, -1, 0.5, 1e21, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null], { length: -1 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(20, 200, 2_000).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))),
)

/** A body that is invalid or unusual JSON. */
export const HOSTILE_BODY: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom(
      '',
      ' ',
      '\0',
      'null',
      '{',
      '"',
      '{"sub_mchid"',
      '{"sub_mchid":"1","sub_mchid":"2"}',
      '{"__proto__":{"sub_mchid":"1"}}',
      '\ufeff{}',
      '1e999',
      'NaN',
      'a=b&c=d',
    )
    .map((text) => Buffer.from(text)),
  fc
    .constantFrom(100, 10_000, 32_000)
    .chain((depth) => fc.constantFrom('[', '{"a":', '[{"":').map((open) => Buffer.from(open.repeat(depth)))),
  fc.constantFrom(65_535, 65_536, 65_537, 200_000).map((length) => Buffer.alloc(length, '1')),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
)

/** The value of a header. It has no line breaks, because a line break would end the header. {@link edited} inserts line breaks. */
export const HOSTILE_HEADER: fc.Arbitrary<string> = fc.oneof(
  TEXT.map((text) =>
    Buffer.from(text)
      .toString('latin1')
      .replace(/[\r\n\0]/g, '.'),
  ),
  fc.constantFrom(
    '*',
    ',',
    ';q=',
    'zh-CN;q=9',
    'en, , ,',
    '=',
    '"',
    'example=',
    'example=SYSTEM_ERROR',
    'code=429',
    'code="',
    'gzip',
    'application/json; charset="',
    'x/y',
    '\xff\xfe',
  ),
)

/** Bytes that mean something to an HTTP parser, or random bytes. */
const SNIPPET: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 4 }),
  fc
    .constantFrom(
      '\r\n',
      '\r\n\r\n',
      '\n',
      '\r\nTransfer-Encoding: chunked',
      '\r\nContent-Length: 5',
      '\r\nContent-Length: -1',
      '\r\nExpect: 100-continue',
      '\r\nConnection: Upgrade\r\nUpgrade: websocket',
      '\r\nHost: a\r\nHost: b',
      ' HTTP/9.9',
      'CONNECT ',
      'GET /__mock/health HTTP/1.1\r\n\r\n',
      '\0',
      '商户',
      '",mchid="',
      'x'.repeat(20_000),
    )
    .map((text) => Buffer.from(text)),
)

const EDIT = fc.record({
  // Where the edit begins in the bytes, from 0 (the start) to 1 (the end).
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, fc.nat(2_000)),
  insert: fc.oneof({ weight: 3, arbitrary: SNIPPET }, fc.constant(new Uint8Array())),
})

/** Makes variants of the bytes, each with at least one edit and at most `most` edits. */
export function edited(bytes: Buffer, most: number): fc.Arbitrary<Buffer> {
  return fc.array(EDIT, { minLength: 1, maxLength: most }).map((edits) =>
    edits.reduce((before, { place, cut, insert }) => {
      const at = Math.round(place * before.length)
      return Buffer.concat([before.subarray(0, at), insert, before.subarray(at + cut)])
    }, bytes),
  )
}
