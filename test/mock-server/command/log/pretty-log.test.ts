import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { developmentKeys, type NotificationChoice } from '../../../../contracts/index.ts'
import type { Language } from '../../../../mock-server/command/language.ts'
import { jsonLog } from '../../../../mock-server/command/log/json-log.ts'
import { prettyLog } from '../../../../mock-server/command/log/pretty-log.ts'
import type { LogLevel } from '../../../../mock-server/command/settings/settings.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { CHANGE_STATUS, type RequestChoice, signedRequest } from '../../../signed-request.ts'
import { callbackHandler } from '../../notifications/callback-handler.ts'

/** Returns a new log, and a function that returns the text of the log so far, without colours. */
function keptLog(level: LogLevel, language: Language = 'en') {
  let text = ''
  const log = prettyLog(
    level,
    (line) => {
      text += line
    },
    language,
  )
  return { log, text: () => stripVTControlCharacters(text) }
}

/** Returns the log of a new server, in English, after the server has answered these requests. */
async function logOf(level: LogLevel, ...choices: RequestChoice[]): Promise<string> {
  return logIn('en', level, ...choices)
}

async function logIn(language: Language, level: LogLevel, ...choices: RequestChoice[]): Promise<string> {
  const { log, text } = keptLog(level, language)
  await using mock = await createMockServer({ onExchange: log.exchange, onFailure: log.failure })
  for (const choice of choices) await send(mock.url, await signedRequest(mock.credentials, choice))
  return text()
}

/** Returns the log of a new server after its first attempt to deliver this notification. */
async function notifiedLog(level: LogLevel, choice: NotificationChoice): Promise<string> {
  const { log, text } = keptLog(level)
  await using mock = await createMockServer({ onNotification: log.notification })
  const own = mock.control.merchant(mock.credentials.mchid)
  const { id } = await own.notify(choice)
  await expect.poll(async () => (await own.notification(id)).attempts.length).toBe(1)
  return text()
}

it('an attempt to deliver a notification has a log line with the event, the URL and the status', async () => {
  const { url } = await callbackHandler(204)
  const log = await notifiedLog('info', { url: `${url}?token=secret`, event_type: 'TRANSACTION.SUCCESS' })
  expect(log).toMatch(new RegExp(String.raw`^\d\d:\d\d:\d\d notification TRANSACTION.SUCCESS ${url} 204 \d+ ms\n$`))
})

it('a failed attempt to deliver a notification has a line at level warn, with the reason and the time of the next attempt', async () => {
  const { url } = await callbackHandler(500)
  const log = await notifiedLog('warn', { url, event_type: 'A\u001b[31m', resource: {} })
  expect(log).toMatch(/ notification A<U\+001B>\[31m \S+ 500 \d+ ms, The answer is 500, not 2xx, again at \d{4}-\S+\+08:00\n$/)
})

it('when a handler refuses a forged notification, the log has no warning', async () => {
  const { url } = await callbackHandler(401)
  expect(await notifiedLog('warn', { url, event_type: 'TRANSACTION.SUCCESS', fault: 'tampered' })).toBe('')
  expect(await notifiedLog('info', { url, event_type: 'TRANSACTION.SUCCESS', fault: 'tampered' })).toContain(' tampered 401 ')
})

it('when a handler refuses a valid notification that was sent slowly, the log has a warning', async () => {
  const { url } = await callbackHandler(500)
  expect(await notifiedLog('warn', { url, event_type: 'TRANSACTION.SUCCESS', fault: 'slow' })).toContain(' slow 500 ')
})

const LINE = String.raw`^\d\d:\d\d:\d\d POST ${CHANGE_STATUS}`

it('the line of an exchange names the key that signed the answer, and says why this key was used', async () => {
  const { id } = developmentKeys.platformPublicKey
  expect(await logOf('info', {}, { headers: { 'Wechatpay-Serial': id } })).toMatch(
    new RegExp(
      `${LINE} 200 [\\d.]+ ms, signed by platform certificate …30303031: the request names no public key\n` +
        `.* 200 [\\d.]+ ms, signed by public key …00000100: the request names it in Wechatpay-Serial\n$`,
    ),
  )
})

it('in a Chinese log, the key that signed the answer and the reason are named in Chinese', async () => {
  const { id } = developmentKeys.platformPublicKey
  expect(await logIn('zh', 'info', {}, { headers: { 'Wechatpay-Serial': id } })).toMatch(
    new RegExp(
      `${LINE} 200 [\\d.]+ ms, 由平台证书 …30303031 签名：请求没有指定微信支付公钥。\n` +
        `.* 200 [\\d.]+ ms, 由微信支付公钥 …00000100 签名：请求在 Wechatpay-Serial 中指定了该密钥。\n$`,
    ),
  )
})

it('the line of a refused request has the code and the message of the error, and the wrong field if there is one', async () => {
  const log = await logOf('info', { body: '{"sub_mchid":"1900000109"}' }, { now: 0 })
  expect(log).toMatch(
    new RegExp(
      `${LINE} 400 PARAM_ERROR [\\d.]+ ms, /body/operation_type: 输入源“/body/operation_type”映射到字段.*必填项, signed by platform certificate`,
    ),
  )
  expect(log).toMatch(/ 401 SIGN_ERROR [\d.]+ ms, Http头Authorization中的timestamp与发起请求的时间不得超过5分钟\n$/)
})

it('a long error message is cut, and its line breaks and control characters are shown as text', async () => {
  const body = JSON.stringify({ [`a\n\u001b[31m ${'x'.repeat(3_000)}`]: 1 })
  const log = await logOf('info', { body })
  expect(log.split('\n')).toHaveLength(2)
  expect(log).toContain('PARAM_ERROR')
  expect(log).toContain('/body/a<U+000A><U+001B>[31m xxx')
  expect(log.length).toBeLessThan(800)
})

it('a long error code from a scripted fault is cut, and its line breaks and control characters are shown as text', async () => {
  const { log, text } = keptLog('info')
  await using mock = await createMockServer({ onExchange: log.exchange, onFailure: log.failure })
  await mock.control.merchant(mock.credentials.mchid).addFault({ status: 400, body: { code: `A\n\u001b[31m ${'x'.repeat(3_000)}` } })
  await send(mock.url, await signedRequest(mock.credentials))
  expect(text().split('\n')).toHaveLength(2)
  expect(text()).toContain(' 400 A<U+000A><U+001B>[31m xxx')
  expect(text().length).toBeLessThan(800)
})

it('control characters in a warning are shown as text, but line breaks are kept', () => {
  const { log, text } = keptLog('info')
  log.warn('"\u009b31m" is neither\nthe name of a host')
  expect(text()).toBe('"<U+009B>31m" is neither\nthe name of a host\n')
})

it('a warning about an exchange has its own line below the line of the exchange, and level warn shows both lines', async () => {
  const log = await logOf('warn', {}, { headers: { 'Wechatpay-Serial': 'ABC' } })
  expect(log).toMatch(
    new RegExp(`${LINE} 200 .*\n  ! Wechatpay-Serial ABC names no platform key of this merchant, so the platform certificate signs.*\n$`),
  )
})

it.each([
  ['pretty', prettyLog, /^The state file .*\\u001b.*\.json can't be written: ENOENT.*\n$/],
  [
    'JSON',
    (...[level, write]: Parameters<typeof prettyLog>) => jsonLog(level, write),
    /^\{"level":"error","time":"[^"]*","msg":"The state file .*\.json can't be written: ENOENT[^"]*"\}\n$/,
  ],
] as const)('when the state file cannot be written, the log line has no stack trace: %s log', async (_, create, line) => {
  const folder = await mkdtemp(join(tmpdir(), 'log-'))
  const texts: string[] = []
  const log = create('info', (text) => texts.push(text), 'en')
  const mock = await createMockServer({ stateFile: join(folder, '\u001b.json'), stateSync: true, onFailure: log.failure })
  await rm(folder, { recursive: true })
  await expect(mock.control.createMerchant()).rejects.toThrow("The state file can't be written")
  expect(texts[0]).toMatch(line)
  await mock.close().catch(() => undefined)
})
