import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { importPublicKey, verifyRequest } from '../../../../contracts/index.ts'
import { send } from '../../../send.ts'
import { CHANGE_STATUS, OPEN, signedRequest } from '../../../signed-request.ts'
import { callRefused, DESKTOP, LANGUAGES, NO_BROWSER, rowWith, sayIn, test } from './console-test.ts'

const execute = promisify(execFile)

async function copied(page: Page, name: string): Promise<string> {
  const button = page.locator('.copies').getByRole('button', { name })
  await button.click()
  await page.locator('.copies').getByText('Copied').waitFor()
  await page.locator('.copies').getByText('Copied').waitFor({ state: 'detached' })
  return page.evaluate('navigator.clipboard.readText()')
}

describe.skipIf(NO_BROWSER)('one exchange (a request and its answer) in the console', () => {
  test('shows the mistake in both languages, and where the signed message differs from the expected message', async ({ mock, open }) => {
    await callRefused(mock, OPEN.replace('OPEN', 'CLOSE'))
    const { page } = await open()
    await page.locator('.row').click()
    await page.locator('.diagnosis, .messages').first().waitFor()
    await callRefused(mock)
    await page.locator('.row', { hasText: 'body-trimmed' }).click()
    const mistake = page.locator('.mistake').first()
    await mistake.getByText('The body was sent with leading or trailing white space').waitFor()
    await mistake.getByText('实际发送的报文主体首尾有空白字符').waitFor()
    expect(await page.locator('.messages thead').textContent()).toContain('signed by the client')
    expect(await page.locator('.messages .left mark').allTextContents()).toEqual(['↵\n'])
    expect(await page.locator('.messages td.left').first().textContent()).toBe('POST↵\n')
  })

  test('shows a JSON body indented, or unchanged if indenting would change more than white space and escapes', async ({ open, call }) => {
    const bodies: readonly (readonly [string, boolean])[] = [
      ['{ "a": "\\u4f60\\/\\u000a", "b": [1, -2.5, true, null, {}] }', true],
      ['{"a":12345678901234567890}', false],
      ['{"a":1.0}', false],
      ['{"a":1,"a":2}', false],
      ['{"b":1,"1":2}', false],
    ]
    for (const [body] of bodies) await call({ body })
    const { page } = await open()
    for (const [index, [body, isIndented]] of bodies.toReversed().entries()) {
      await page.locator('.row').nth(index).click()
      await page.getByRole('heading', { name: `#${bodies.length - index}` }).waitFor()
      const shown = (await page.getByRole('region', { name: 'Body of the request' }).textContent()) ?? ''
      expect(shown === body).toBe(!isIndented)
      expect(JSON.parse(shown)).toEqual(JSON.parse(body))
    }
  })

  test('shows the state before and after the request, the fault, and why this key signed the answer', async ({ mock, open, call }) => {
    await mock.control.merchant('1900000100').addFault({ latency_ms: 15 })
    await call()
    const { page } = await open()
    await page.locator('.row').click()
    const change = page.locator('.change tbody tr', { hasText: 'gold_plan.JSAPI.status' })
    await expect.poll(() => change.locator('td').allTextContents()).toEqual(['"CLOSED"', '"OPEN"'])
    await page.getByText('delayed by 15 ms').waitFor()
    await page.locator('.facts', { hasText: '#1' }).waitFor()
    await page.locator('.facts', { hasText: 'the request names no public key' }).waitFor()
  })

  test.for(LANGUAGES)('says in list and details that the answer comes from a fault: $language', async (view, { mock, open, call }) => {
    const say = sayIn(view)
    await mock.control.merchant('1900000100').addFault({ example: 'SYSTEM_ERROR' })
    await call()
    await call()
    const { page } = await open(view)
    await rowWith(page, '500').getByText(say('fault', '预设故障'), { exact: true }).waitFor()
    expect(await rowWith(page, '200').locator('.fault').count()).toBe(0)
    await rowWith(page, '500').click()
    const faults = page.locator('.facts > div', { hasText: say('Faults', '预设故障') })
    await faults.getByText(say('set for this merchant and applied to this answer', '该服务商的预设故障，已作用于这个应答')).waitFor()
    expect(await faults.getByRole('link', { name: '#1' }).getAttribute('href')).toBe('#/merchants/1900000100')
  })

  test('shows which field caused a PARAM_ERROR', async ({ open, call }) => {
    await call({ body: '{"sub_mchid":"1900000109","operation_type":"NO"}' })
    const { page } = await open()
    await page.locator('.row', { hasText: '/body/operation_type' }).click()
    await page.locator('.facts', { hasText: 'PARAM_ERROR' }).getByText('/body/operation_type').first().waitFor()
  })

  test.for(LANGUAGES)('says which value the wrong field has, or that the field is missing: $language', async (view, { open, call }) => {
    const say = sayIn(view)
    await call({ body: '{"sub_mchid":"1900000109","operation_type":"NO"}' })
    await call({ body: '{"sub_mchid":"1900000109"}' })
    const { page } = await open(view)
    await page.locator('.row').nth(1).click()
    const box = page.locator('.diagnosis', { hasText: '/body/operation_type' })
    await box.getByText(say('The request has "NO"', '请求中的值："NO"')).waitFor()
    await box.getByText(say('Allowed values: OPEN, CLOSE', '允许的取值：OPEN、CLOSE')).waitFor()
    await page.locator('.row').first().click()
    await box.getByText(say('The request does not have this field.', '请求中没有这个字段。')).waitFor()
  })

  test('does not say that a field is missing when the request has unknown fields', async ({ open, call }) => {
    await call({ body: `${OPEN.slice(0, -1)},"one":1,"other":2}` })
    const { page } = await open()
    await page.locator('.row').click()
    const box = page.locator('.diagnosis')
    await box.getByText('/body/one, /body/other').first().waitFor()
    expect(await box.getByText('The request does not have this field.').count()).toBe(0)
  })

  test('says which sub-merchant is unknown', async ({ open, call }) => {
    await call({ body: OPEN.replace('1900000109', '1900000999') })
    const { page } = await open()
    await page.locator('.row').click()
    await page.locator('.diagnosis', { hasText: '/body/sub_mchid' }).getByText('The request has "1900000999"').waitFor()
  })

  test.for(LANGUAGES)('names the nearest operation when no operation has the method and path: $language', async (view, { open, call }) => {
    const say = sayIn(view)
    await call({ target: CHANGE_STATUS.slice(0, -1) })
    const { page } = await open(view)
    await rowWith(page, '404').click()
    const box = page.locator('.diagnosis', { hasText: say('No operation has this method and path.', '没有使用这个请求方法和路径的接口。') })
    await box.getByText(`POST ${CHANGE_STATUS}`, { exact: true }).waitFor()
  })

  test('shows a mistake with a long target within a narrow screen', async ({ mock, open }) => {
    await send(mock.url, { ...(await signedRequest(mock.credentials)), target: `${CHANGE_STATUS}?x=1` })
    const { page } = await open({ ...DESKTOP, width: 390 })
    await page.locator('.row', { hasText: 'query-dropped' }).click()
    const rights = page.locator('.mistake *').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right))
    expect(Math.max(...(await rights))).toBeLessThanOrEqual(390)
  })

  test('can be copied as a curl command that repeats it, even with quotes, line feeds and control characters in the body', async ({
    mock,
    open,
    call,
  }) => {
    const body = `{"sub_mchid":"1900000109","operation_type":"OPEN"} \t'\\''$(touch /tmp/x)\`id\`\n\u0001é汉`
    await call({ body })
    const { page } = await open()
    await page.locator('.row').click()
    const command = await copied(page, 'curl')
    expect(command).toContain('--globoff --path-as-is')
    const { stdout } = await execute('bash', ['-c', command])
    expect(stdout).toMatch(/^HTTP\/1\.1 400 /)
    const [newest] = await mock.control.merchant('1900000100').requests()
    expect(newest).toMatchObject({ verdict: 'valid', body })
  })

  test('can be copied as HAR, as a golden vector, as a Pact interaction and as a vitest test', async ({ mock, open, call }) => {
    await mock.control.merchant('1900000100').addFault({ example: 'SYSTEM_ERROR' })
    await call()
    const { page } = await open()
    await page.locator('.row').click()
    const har = JSON.parse(await copied(page, 'HAR'))
    expect(har.log.entries[0]).toMatchObject({
      request: { method: 'POST', url: mock.url + CHANGE_STATUS, postData: { text: OPEN } },
      response: { status: 500 },
    })
    const vector = JSON.parse(await copied(page, 'Golden vector'))
    const { certificate, serial_no, mchid } = mock.credentials
    const registry = {
      now: () => vector.now * 1000,
      find: async () => ({ merchant: mchid, publicKey: await importPublicKey(certificate) }),
    }
    const received = { ...vector.request, body: Buffer.from(vector.request.body), authorization: vector.authorization }
    expect(await verifyRequest(received, registry)).toBeDefined()
    expect(vector).toMatchObject({ verdict: 'valid', authorization: expect.stringContaining(serial_no) })
    const pact = JSON.parse(await copied(page, 'Pact interaction'))
    expect(pact).toMatchObject({
      type: 'Synchronous/HTTP',
      request: { path: CHANGE_STATUS, body: { content: JSON.parse(OPEN) } },
      response: { status: 500 },
    })
    const code = await copied(page, 'vitest test')
    expect(code).toContain(`merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(${OPEN})`)
    expect(code).toContain('await merchant.addFault({ example: "SYSTEM_ERROR" })')
  })

  test('can be sent again with a new signature, first unchanged and then edited', async ({ mock, open, call }) => {
    await call()
    const { page } = await open()
    await page.locator('.row').click()
    await page.getByRole('button', { name: 'Sign anew and send' }).click()
    await page.getByRole('link', { name: 'open request 2' }).waitFor()
    await page.getByText('Edit it first').click()
    await page.getByLabel('Body', { exact: true }).fill('{"sub_mchid":"1900000109","operation_type":"CLOSE"}')
    await page.getByRole('button', { name: 'Sign anew and send' }).click()
    await page.getByRole('link', { name: 'open request 3' }).click()
    await page.getByRole('heading', { name: /#3/ }).waitFor()
    expect((await mock.control.merchant('1900000100').subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('CLOSED')
  })
})
