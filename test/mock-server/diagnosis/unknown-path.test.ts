import { describe, expect } from 'vitest'
import type { Diagnosis } from '../../../contracts/index.ts'
import { prettyLog } from '../../../mock-server/command/log/pretty-log.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { test } from '../../control-test.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../signed-request.ts'

const EXPLAIN = { headers: { 'Mock-Explain': '1' } }

describe('an unknown path that a client built wrongly from the path of an operation', () => {
  test.for<[string, string[]]>([
    [`/v3${CHANGE_STATUS}`, ['path-version-twice']],
    [`/v3/v3${CHANGE_STATUS}?a=1`, ['path-version-twice']],
    [`/${CHANGE_STATUS}`, ['path-double-slash']],
    [CHANGE_STATUS.replace('/v3/', '/v3//'), ['path-double-slash']],
    [`/pay${CHANGE_STATUS}`, ['path-with-prefix']],
    [`/v3/goldplan${CHANGE_STATUS}`, ['path-with-prefix']],
    [`/pay/${CHANGE_STATUS}`, ['path-double-slash', 'path-with-prefix']],
    [`/https://api.mch.weixin.qq.com${CHANGE_STATUS}`, ['path-double-slash', 'path-with-prefix']],
    [`${CHANGE_STATUS}${CHANGE_STATUS}`, ['path-twice']],
    [CHANGE_STATUS.slice('/v3'.length), ['path-without-version']],
    [`${CHANGE_STATUS}/`, ['path-trailing-slash']],
    [`${CHANGE_STATUS}%0A`, ['path-with-blanks']],
    [CHANGE_STATUS.toUpperCase(), ['path-other-case']],
    [`/v3${CHANGE_STATUS}/`, ['path-version-twice', 'path-trailing-slash']],
  ])('gets 404 and a diagnosis: %s', async ([target, ids], { own, call }) => {
    const { status, headers } = await call({ target, ...EXPLAIN })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect({ status, ids: mistakes.map(({ id }) => id) }).toEqual({ status: 404, ids })
    const [entry] = await own.requests()
    expect(entry).toMatchObject({ operation: null, verdict: null, status: 404, diagnosis: { key: null, signed: null } })
    const { mistakes: kept = [] } = entry?.diagnosis ?? {}
    expect(
      kept.map(({ id, message, fix, fix_zh }) => [
        id,
        message.includes(target.split('?')[0] ?? ''),
        fix.includes(CHANGE_STATUS),
        fix_zh.includes(CHANGE_STATUS),
      ]),
    ).toEqual(ids.map((id) => [id, true, true, true]))
  })

  test.for(['/favicon.ico', '/v3', '/v3/pay/transactions/jsapi', '/v3/v3/unknown', `${CHANGE_STATUS}x`, '/%zz', '/'.repeat(2_000)])(
    'is distinguished from other unknown paths: %s gets 404 without a diagnosis',
    async (target, { own, call }) => {
      const { status, headers } = await call({ target, ...EXPLAIN })
      expect({ status, diagnosis: headers['mock-diagnosis'] }).toEqual({ status: 404, diagnosis: 'null' })
      expect(await own.requests()).toMatchObject([{ diagnosis: null }])
    },
  )

  test('is not reported when only the method is wrong: the answer is 405, and the diagnosis names the right method', async ({
    own,
    call,
  }) => {
    const target = '/v3/goldplan/merchants/open-advertising-show?a=1'
    const { status, headers } = await call({ method: 'POST', target, headers: { ...EXPLAIN.headers, 'X-HTTP-Method-Override': 'PATCH' } })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect({ status, mistakes }).toMatchObject({
      status: 405,
      mistakes: [{ id: 'method-not-taken', message: 'The path takes PATCH, but the request was sent with POST.' }],
    })
    expect(await own.requests()).toMatchObject([{ status: 405, diagnosis: { mistakes: [{ id: 'method-not-taken' }] } }])
  })

  test('is explained in the log, without a signature message', async () => {
    let text = ''
    const log = prettyLog(
      'info',
      (line) => {
        text += line
      },
      'en',
    )
    const mock = await createMockServer({ onExchange: log.exchange, onDiagnosis: log.diagnosis })
    await send(mock.url, await signedRequest(mock.credentials, { target: `/v3${CHANGE_STATUS}`, ...EXPLAIN }))
    await expect.poll(() => text).toContain('→ 通常是客户端的 base URL 已经以 /v3 结尾')
    await mock.close()
    expect(text).toContain('✗ path-version-twice')
    expect(text.replace(/\s+/g, ' ')).toContain('The path has /v3 more than once')
    expect(text).toContain('路径中有不止一个 /v3')
    expect(text).not.toContain('待签名串')
  })

  test('is reported to onDiagnosis', async () => {
    const told: unknown[] = []
    await using mock = await createMockServer({ onDiagnosis: ({ diagnosis, status }) => told.push([status, diagnosis.mistakes[0]?.id]) })
    await send(mock.url, await signedRequest(mock.credentials, { target: `/pay${CHANGE_STATUS}`, ...EXPLAIN }))
    expect(told).toEqual([[404, 'path-with-prefix']])
  })
})
