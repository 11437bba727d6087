import { setImmediate } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Diagnosis, requestMessage } from '../../../contracts/index.ts'
import type { Language } from '../../../mock-server/command/language.ts'
import { createLog } from '../../../mock-server/command/log/create-log.ts'
import type { Settings } from '../../../mock-server/command/settings/settings.ts'
import type { Exchange } from '../../../mock-server/edge/http-exchange.ts'

const MISTAKE = {
  id: 'body-python-spacing',
  message: 'The body was signed with the spaces that Python puts behind commas and colons; what was sent has none.',
  message_zh: '签名所用的请求体在逗号和冒号之后带有空格，实际发送的请求体却没有，两者逐字节不同，因此验签失败。',
  fix: 'Serialise the body once; sign that string and send that string.',
  fix_zh: '请求体只序列化一次，对同一个字符串签名并原样发送。',
  source: null,
}

const NONE: Diagnosis = { mistakes: [], same_as: [], key: null, hash: null, signed: null, certain: [] }
const SPACED = '{"sub_mchid": "1900000109", "operation_type": "OPEN"}'
const FOUND: Diagnosis = {
  mistakes: [MISTAKE],
  same_as: [['body-reserialised', 'body-sorted'], ['body-pretty']],
  key: { owner: 'registered', mchid: '1900000100', serial_no: '6D6F636B2D6D65726368616E742D303030303031' },
  hash: 'SHA-256',
  signed: message(SPACED),
  certain: [{ message: 'The timestamp is 40 s ahead.', message_zh: '时间戳快了 40 秒。' }],
}

function message(body: string): string {
  const target = '/v3/goldplan/merchants/changegoldplanstatus'
  return String(requestMessage({ method: 'POST', target, timestamp: 1554208460, nonce: '593BEC0C930BF1AF', body }))
}

const REQUEST = {
  time: '2026-01-31T08:30:00.000Z',
  mchid: '1900000100',
  method: 'POST',
  target: '/v3/goldplan/merchants/changegoldplanstatus',
  request_id: null,
  verdict: 'SIGN_ERROR_SIGNATURE',
}

// Each log adds a listener for the exit of the process, and Node warns about more than ten.
process.setMaxListeners(100)

const EXCHANGE: Exchange = { time: 0, method: 'GET', target: '/', status: 401, code: undefined, milliseconds: 1 } as Exchange

async function logged(
  built: string | null,
  diagnosis: Diagnosis,
  settings: Partial<Settings> = {},
  language: Language = 'en',
): Promise<string> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const log = await createLog({ logFormat: 'pretty', logLevel: 'info', ...settings } as Settings, language)
  await log.diagnosis({ ...REQUEST, message: built, diagnosis })
  await setImmediate()
  return write.mock.calls.map(([text]) => text).join('')
}

async function compared(built: string, signed: string): Promise<string[]> {
  const lines = (await logged(message(built), { ...NONE, signed: message(signed) })).split('\n')
  return lines.slice(lines.findIndex((line) => line.includes('- built by')) + 5, -1)
}

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '1')
  vi.stubEnv('FORCE_COLOR', undefined)
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('the log of a diagnosis', () => {
  it('prints the mistake, its fix and other facts in English and Chinese, and marks where the two signature messages differ', async () => {
    const text = await logged(message(SPACED.replaceAll(' ', '')), FOUND)
    expect(text.replace(/^\S+/, '')).toBe(` POST /v3/goldplan/merchants/changegoldplanstatus
  ✗ body-python-spacing
    The body was signed with the spaces that Python puts behind commas and
    colons; what was sent has none.
    签名所用的请求体在逗号和冒号之后带有空格，实际发送的请求体却没有，两者逐字节
    不同，因此验签失败。
    → Serialise the body once; sign that string and send that string.
    → 请求体只序列化一次，对同一个字符串签名并原样发送。
  · The timestamp is 40 s ahead.
    时间戳快了 40 秒。
  key (密钥): registered, 1900000100 6D6F636B2D6D65726368616E742D303030303031
  hash (摘要算法): SHA-256
  or (或): body-reserialised + body-sorted; body-pretty
  - built by the server (服务端构造)  + signed by the client (客户端所签)
    POST↵
    /v3/goldplan/merchants/changegoldplanstatus↵
    1554208460↵
    593BEC0C930BF1AF↵
  - {"sub_mchid":"1900000109","operation_type":"OPEN"}↵
  + {"sub_mchid": "1900000109", "operation_type": "OPEN"}↵
                 ^             ^                 ^
`)
    for (const line of text.split('\n').slice(1)) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  })

  it('prints as many lines for a Chinese reader, with the Chinese texts first', async () => {
    const english = await logged(message('{}'), FOUND)
    vi.restoreAllMocks()
    const chinese = await logged(message('{}'), FOUND, {}, 'zh')
    expect(chinese.indexOf(MISTAKE.message_zh.slice(0, 20))).toBeLessThan(chinese.indexOf(MISTAKE.message.slice(0, 20)))
    expect(chinese.indexOf(MISTAKE.fix_zh)).toBeLessThan(chinese.indexOf(MISTAKE.fix))
    expect(chinese).toContain('  · 时间戳快了 40 秒。\n    The timestamp is 40 s ahead.\n')
    expect(chinese).toContain(`
  密钥 (key): 已登记 1900000100 6D6F636B2D6D65726368616E742D303030303031
  摘要算法 (hash): SHA-256
  或 (or): body-reserialised + body-sorted; body-pretty
`)
    expect(chinese.split('\n')).toHaveLength(english.split('\n').length)
    for (const line of chinese.split('\n').slice(1)) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  })

  it('fits 80 columns, even if a long value needs several lines', async () => {
    const same_as = Array.from({ length: 9 }, (_, index) => [`${'a'.repeat(index)}body-serialised`, 'body-keys-sorted'])
    const key = { owner: 'other_merchant', mchid: '1900000100', serial_no: 'F'.repeat(120) } as const
    const text = await logged(message('{}'), { ...FOUND, same_as, key })
    for (const line of text.split('\n').slice(1)) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  })

  it('prints the Chinese characters in a target unchanged, but none of its control characters', async () => {
    const target = Buffer.from('/v3/商户?a=\u0085').toString('latin1')
    for (const logFormat of ['pretty', 'json'] as const) {
      const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      const log = await createLog({ logFormat, logLevel: 'info' } as Settings)
      log.exchange({ ...EXCHANGE, target })
      await log.diagnosis({ ...REQUEST, target, message: null, diagnosis: NONE })
      await setImmediate()
      const text = write.mock.calls.map(([chunk]) => chunk).join('')
      expect(text.split('/v3/商户?a=')).toHaveLength(logFormat === 'pretty' ? 3 : 5)
      expect(text).not.toMatch(/[[\p{Cc}]--\n]/v)
      vi.restoreAllMocks()
    }
  })

  it('does not break a line after a hyphen or a slash', async () => {
    const fix = `${'x'.repeat(62)} openssl x509 -noout -serial`
    const text = await logged(message('{}'), { ...FOUND, mistakes: [{ ...MISTAKE, fix }] })
    expect(text).toContain(`→ ${'x'.repeat(62)} openssl\n      x509 -noout -serial\n`)
    const path = await logged(message('{}'), { ...FOUND, mistakes: [{ ...MISTAKE, fix: `${'x '.repeat(30)}/v3/goldplan/merchants/y` }] })
    expect(path).toContain('\n      x /v3/goldplan/merchants/y\n')
    const atTheEnd = await logged(message('{}'), { ...FOUND, mistakes: [{ ...MISTAKE, message: 'a - b -' }] })
    expect(atTheEnd).toContain('    a - b -\n')
  })

  it('prints a fix once when two mistakes in a row share it', async () => {
    const text = await logged(message('{}'), { ...FOUND, mistakes: [MISTAKE, { ...MISTAKE, id: 'another' }] })
    expect(text.split(`→ ${MISTAKE.fix}`)).toHaveLength(2)
    expect(text.indexOf('✗ another')).toBeLessThan(text.indexOf('→'))
  })

  it('has the same text with colours as without', async () => {
    const plain = await logged(message('{}'), FOUND)
    vi.restoreAllMocks()
    vi.stubEnv('NO_COLOR', undefined)
    vi.stubEnv('FORCE_COLOR', '1')
    const coloured = await logged(message('{}'), FOUND)
    expect(coloured).not.toBe(plain)
    expect(stripVTControlCharacters(coloured)).toBe(plain)
  })

  it('marks a difference in the middle of 4,000 characters, counting two columns for a Chinese character', async () => {
    const body = JSON.stringify({ note: '点金计划'.repeat(250), filler: 'x'.repeat(3_000) })
    const lines = await compared(body, body.replace(/^(.{799})计/s, '$1記'))
    expect(lines).toEqual([
      '  - …划点金计划点金计划点金计划点金计划点金计划点金计划点金计划点金计划点金计划…',
      expect.stringMatching(/^ +\^\^$/),
      '  + …划点金计划点金计划点金计划点金記划点金计划点金计划点金计划点金计划点金计划…',
      expect.stringMatching(/^ +\^\^$/),
    ])
    const [, marks = '', signed = ''] = lines
    expect(stringWidth(signed.slice(0, signed.indexOf('記')))).toBe(marks.indexOf('^'))
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  })

  it.each([
    ['a line feed that is missing at the end', '{}', '{}', 1, ['  - {}↵', '      ^', '  + {}']],
    ['a byte order mark', '\ufeff{}', '{}', 0, ['  - <BOM>{}↵', '    ^^^^^', '  + {}↵']],
    ['carriage returns and tabs', '{}', '{\r\n\t}', 0, ['  - {}↵', '     ^', '  + {<CR>↵', '     ^^^^', '  + <TAB>}↵']],
    ['control characters', '{}', '{\x1b[2J\u202e}', 0, ['  - {}↵', '  + {<U+001B>[2J<U+202E>}↵', `     ${'^'.repeat(19)}`]],
    ['a letter with a combining mark, not one letter', 'é', 'e\u0301', 0, ['  - é↵', '    ^', '  + e<U+0301>↵', '    ^^^^^^^^^']],
  ])('shows %s', async (_, built, signed, cut, lines) => {
    const text = await logged(message(built), { ...NONE, signed: message(signed).slice(0, cut === 0 ? undefined : -cut) })
    const end = lines.map((line) => `${line}\n`).join('')
    expect(text.slice(-end.length)).toBe(end)
  })

  it('shows lines that are in another order as differences', async () => {
    const [method = '', target = '', timestamp = '', nonce = '', body = ''] = message('{}').split('\n')
    const text = await logged(message('{}'), { ...NONE, signed: [method, timestamp, nonce, target, body, ''].join('\n') })
    const lines = [`    ${method}`, `  - ${target}`, `    ${timestamp}`, `    ${nonce}`, `  + ${target}`, '    {}']
    expect(text).toContain(lines.map((line) => `${line}↵\n`).join(''))
  })

  it('has at most 30 lines for a body of 150 lines', async () => {
    const object = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`key${index}`, index]))
    const text = await logged(message(JSON.stringify(object, null, 2)), { ...FOUND, signed: message(JSON.stringify(object)) })
    expect(text.split('\n').length).toBeLessThanOrEqual(30)
    expect(text).toMatch(/… 14\d more lines/)
  })

  it('reports no difference at the place where the signed message was cut', async () => {
    const body = JSON.stringify({ a: 1, filler: 'x'.repeat(10_000) })
    const signed = message(body.replaceAll(':', ': ')).slice(0, 8_192)
    const lines = (await logged(message(body), { ...NONE, signed })).split('\n')
    expect(lines.filter((line) => /^\s*\^/.test(line))).toEqual(['         ^           ^'])
  })

  it('shows no line as missing after the place where the signed message was cut', async () => {
    const body = JSON.stringify(
      Array.from({ length: 2_000 }, (_, index) => index),
      null,
      1,
    )
    const lines = (await logged(message(body), { ...NONE, signed: message(body.replace('0', '7')).slice(0, 8_192) })).split('\n')
    expect(lines.filter((line) => /^ {2}[-+] {2}/.test(line))).toEqual(['  -  0,↵', '  +  7,↵'])
  })

  it('shows a difference at the end of long messages that were not cut', async () => {
    const lines = await compared('x'.repeat(5_000), `${'x'.repeat(5_000)}y`)
    expect(lines.filter((line) => /^\s*\^/.test(line))).toHaveLength(1)
  })

  it('shows the beginnings of two long bodies that have nothing in common', async () => {
    const lines = await compared('甲乙丙丁'.repeat(1_000), '子丑寅卯'.repeat(1_000))
    expect(lines.filter((line) => /^ {2}[-+]/.test(line))).toEqual([
      expect.stringMatching(/^ {2}- 甲乙/),
      expect.stringMatching(/^ {2}\+ 子丑/),
    ])
  })

  it('breaks a line between Chinese characters, but not before a full stop or inside a word that fits into a line', async () => {
    const message_zh = `${'错'.repeat(38)}。${'x'.repeat(90)} JSON.stringify 只序列化一次`
    const text = await logged(message('{}'), { ...FOUND, mistakes: [{ ...MISTAKE, message_zh }] })
    expect(text.split('\n').slice(4, 8)).toEqual([
      `    ${'错'.repeat(37)}`,
      `    错。${'x'.repeat(72)}`,
      `    ${'x'.repeat(18)} JSON.stringify 只序列化一次`,
      '    → Serialise the body once; sign that string and send that string.',
    ])
  })

  it('says that both messages are equal, says that no known mistake fits, and without a message ends with the certain facts', async () => {
    expect(await logged(message('{}'), { ...FOUND, signed: message('{}') })).toMatch(/the client signed it .*\n {4}POST↵\n/)
    vi.restoreAllMocks()
    const unknown = { ...NONE, key: FOUND.key, certain: FOUND.certain }
    expect(await logged(message('{}'), unknown)).toMatch(
      /No known mistake explains this signature.*\n.*\n {2}· The timestamp.*\n.*\n {2}key .*\n.*the signature message.*:\n {4}POST↵\n/,
    )
    vi.restoreAllMocks()
    const text = await logged(null, { ...FOUND, signed: null, key: null, hash: null, same_as: [] })
    expect(text).toMatch(/时间戳快了 40 秒。\n$/)
  })

  it('says that the first 8,192 bytes of both messages are equal when the signed message was cut there', async () => {
    const built = message(`{"note":"${'x'.repeat(9_000)}"}`)
    const text = await logged(built, { ...FOUND, signed: built.slice(0, 8_192) })
    expect(text).toMatch(/\n {2}the first 8,192 bytes of both messages are equal \(前 8,192 字节与所签一致\):\n {4}POST↵\n/)
    expect(text).not.toContain('signed by the client')
  })

  it('is one line of JSON with the same facts as fields, for programs', async () => {
    const built = message('{}')
    const line = await logged(built, FOUND, { logFormat: 'json' })
    expect(JSON.parse(line)).toEqual({
      level: 'info',
      time: expect.any(String),
      mchid: '1900000100',
      request_id: null,
      method: 'POST',
      target: REQUEST.target,
      built,
      ...FOUND,
      msg: `POST ${REQUEST.target} body-python-spacing`,
    })
  })

  it.each(['pretty', 'json'] as const)('has the level info in the format %s', async (logFormat) => {
    expect(await logged(message('{}'), FOUND, { logFormat, logLevel: 'warn' })).toBe('')
  })
})
