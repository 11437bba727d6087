import { describe, expect, it } from 'vitest'
import { signedBody } from '../../../contracts/index.ts'

const TYPE = 'multipart/form-data; boundary=b'

function form(...parts: readonly string[]): string {
  return `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`
}

const META = 'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"a": "中"}'
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nfoo'

async function signed(body: string | Buffer, type: string | undefined = TYPE): Promise<string> {
  return String(await signedBody(Buffer.from(body), type))
}

describe('signedBody', () => {
  it.each(['application/json', 'text/plain; multipart/form-data', 'multipart/form-data2', 'multipart/mixed; boundary=b', ''])(
    'is the whole body when Content-Type is %j',
    async (type) => {
      expect(await signed(form(META, FILE), type)).toBe(form(META, FILE))
    },
  )

  it('is the whole body without a Content-Type', async () => {
    expect(String(await signedBody(Buffer.from('{}'), undefined))).toBe('{}')
  })

  it.each([
    ['the part comes first', form(META, FILE)],
    ['the part comes last', form(FILE, META)],
    ['the form has a preamble and an epilogue', `before\r\n${form(META, FILE)}after`],
    ['the header names of the part are in lower case', form(META.replace('Content-Disposition', 'content-disposition'))],
    ['the name of the part has no quotes', form(META.replace('"meta"', 'meta'))],
    ['a semicolon follows the name of the part', form(META.replace('"meta"', '"meta";'))],
    ['the body is cut off after the part', form(META, FILE).slice(0, -20)],
    ['a second part meta follows', form(META, META.replace('中', 'b'))],
  ])('is the content of the part meta, byte for byte, when %s', async (_, body) => {
    expect(await signed(body)).toBe('{"a": "中"}')
  })

  it('keeps the line breaks, the byte order mark and the bytes that are not UTF-8 in the part meta', async () => {
    const meta = Buffer.concat([Buffer.from('\uFEFF{\r\n'), Buffer.from([0xd6, 0xd0]), Buffer.from('\n}\r\n')])
    const body = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="meta"\r\n\r\n'),
      meta,
      Buffer.from('\r\n--b--\r\n'),
    ])
    expect(Buffer.from(await signedBody(body, TYPE))).toEqual(meta)
  })

  it.each([
    ['a form without a part meta', form(FILE), TYPE],
    ['a part meta with a filename', form(META.replace('"meta"', '"meta"; filename="blob"')), TYPE],
    ['a part named Meta', form(META.replace('"meta"', '"Meta"')), TYPE],
    ['a boundary that the body does not contain', form(META), 'multipart/form-data; boundary=c'],
    ['a Content-Type without a boundary', form(META), 'multipart/form-data'],
    ['an empty boundary', form(META), 'multipart/form-data; boundary='],
    ['line feeds without carriage returns', form(META).replaceAll('\r\n', '\n'), TYPE],
    ['a body that is not a form', '{"a":1}', TYPE],
    ['an empty body', '', TYPE],
    ['more than 20 parts before the part meta', form(...Array<string>(21).fill(FILE), META), TYPE],
    ['a part header without an end', `--b\r\n${'x'.repeat(100_000)}`, TYPE],
  ])('is empty for %s', async (_, body, type) => {
    expect(await signed(body, type)).toBe('')
  })
})
