import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { bytesOf, rawExchange } from '../../../raw-exchange.ts'
import { send } from '../../../send.ts'
import { signedRequest } from '../../../signed-request.ts'
import { DESKTOP, NO_BROWSER, test } from './console-test.ts'

// If one of these scripts ran, it would open a dialog or violate the content security policy, and the test would fail.
const SCRIPTS = ['<script>alert(1)</script>', '<img src=x onerror=alert(2)>', '"><svg onload=alert(3)>', "javascript:alert(4)//'"]
const SCRIPT = SCRIPTS.join('')
const ENCODED = encodeURIComponent(SCRIPT)

describe.skipIf(NO_BROWSER)('a script that reaches the console is shown as text and does not run', () => {
  test.for([
    ['path', { target: `/v3/${ENCODED}` }],
    ['query', { target: `/v3/certificates?x=${ENCODED}` }],
    ['path, not encoded', { target: `/v3/<script>alert(1)</script>` }],
    ['value of a header', { headers: { 'X-Test': SCRIPT } }],
    ['name of a header', { headers: { "x-alert`1`-'": 'x' } }],
    ['User-Agent', { headers: { 'User-Agent': SCRIPT } }],
    ['Wechatpay-Serial', { headers: { 'Wechatpay-Serial': SCRIPT } }],
    ['Authorization', { headers: { Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="${SCRIPTS[1]}",nonce_str="${SCRIPTS[0]}"` } }],
    [
      'merchant ID',
      {
        headers: {
          Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="<b onclick=alert(1)>",serial_no="1",nonce_str="1",timestamp="1",signature="x"`,
        },
      },
    ],
    ['value in the body', { body: JSON.stringify({ sub_mchid: SCRIPT, operation_type: SCRIPT }) }],
    ['name of a field in the body', { body: JSON.stringify({ [SCRIPT]: 1 }) }],
    ['body that is not JSON', { body: SCRIPT }],
    ['content type', { headers: { 'Content-Type': `text/html; x="${SCRIPT}"` }, body: SCRIPT }],
  ] as const)('in the %s', async ([, choice], { mock, open }) => {
    const signed = await signedRequest(mock.credentials, choice)
    await rawExchange(mock.url, bytesOf(signed))
    const { page } = await open(DESKTOP)
    await page.locator('.row').first().click()
    await page.locator('.facts').waitFor()
    for (const button of await page.locator('.copies button').all()) await button.click()
    await page.getByLabel('Search').fill('<script>')
    await setTimeout(100)
    expect(await page.locator('script:not([src="/__mock/console/page.js"]), img, .exchange svg, iframe').count()).toBe(0)
  })

  test('in a mistake that the diagnosis shows', async ({ mock, open }) => {
    const signed = await signedRequest(mock.credentials, { body: SCRIPT })
    await send(mock.url, { ...signed, body: Buffer.from(`${SCRIPT} `) })
    const { page } = await open(DESKTOP)
    await page.locator('.row').first().click()
    await page.locator('.messages mark').first().waitFor()
    expect(await page.locator('.messages script, .messages img').count()).toBe(0)
  })

  test('in the body of an answer that a fault replaces', async ({ mock, open, call }) => {
    await mock.control.merchant('1900000100').addFault({ status: 502, body: SCRIPT })
    await call()
    const { page } = await open(DESKTOP)
    await page.locator('.row').first().click()
    await page.getByRole('region', { name: 'Body of the answer' }).getByText('<script>').waitFor()
    expect(await page.locator('.exchange script, .exchange img').count()).toBe(0)
  })

  test('in the address of the page', async ({ open }) => {
    const { page } = await open(DESKTOP, `#/merchants/${ENCODED}`)
    await page.getByText('There is no merchant').or(page.locator('.notice.bad')).first().waitFor()
    expect(await page.locator('img, svg').count()).toBe(0)
  })

  test('in a request that a user pastes', async ({ open }) => {
    const { page } = await open(DESKTOP, '#/explain')
    await page
      .locator('textarea')
      .first()
      .fill(`GET /v3/${SCRIPT.replaceAll(' ', '+')} HTTP/1.1\nAuthorization: ${SCRIPT}\n\n`)
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    await page.locator('.result, .notice.bad').first().waitFor()
    expect(await page.locator('.result script, .result img, .result svg').count()).toBe(0)
  })

  test('and a page of another site can neither show the console in a frame nor read its events', async ({ mock, browser }) => {
    const page = await browser.newPage()
    await page.route('http://evil.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${mock.url}/"></iframe>` }),
    )
    await page.goto('http://evil.example/')
    await setTimeout(300)
    expect(page.frames().map((frame) => frame.url())).not.toContain(`${mock.url}/`)
    const answered = await page.evaluate(`fetch('${mock.url}/__mock/events').then((answer) => answer.status, () => 'refused')`)
    expect(answered).toBe('refused')
    await page.close()
  })
})

async function showAll(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: /Show all/ })
  while ((await more.count()) > 0) await more.first().click()
}

describe.skipIf(NO_BROWSER)('the console shows any request body and stays connected', () => {
  test.for([
    ['60 KB of one character', 'x'.repeat(60_000), 'Show all'],
    ['60 KB of a wide character', '汉'.repeat(20_000), 'Show all'],
    ['control characters', '\u0000\u0001\u001b[31m\r\n\t'.repeat(4_000), 'NUL'],
    ['one control character many times', '\u0000'.repeat(60_000), 'NUL×4000'],
    ['characters that change the direction of text', 'pay \u202e000,1\u202c to \u2066x\u2069\u200b', 'U+202E'],
    ['code points that are not characters', '\ufffe\uffff\u{e0001}', 'U+FFFE'],
    ['line separators', 'a\u2028b\u2029c', 'U+2028'],
    ['no-break spaces', '{\u00a0\u00a0"sub_mchid": "1900000109" }', 'NBSP×2'],
  ] as const)('when the body is %s, no wider than the window', async ([, body, seen], { open, call }) => {
    await call({ body })
    const { page } = await open(DESKTOP)
    await page.locator('.row').first().click()
    await page.locator('.exchange').getByText(seen).first().waitFor()
    await showAll(page)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await page.getByText('live', { exact: true }).waitFor()
  })

  test('when the body is bytes that are not text', async ({ open, call }) => {
    await call({ body: Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 7) % 256)) })
    const { page } = await open(DESKTOP)
    await page.locator('.row').first().click()
    await page.getByRole('region', { name: 'Body of the request' }).waitFor()
    await showAll(page)
    await page.getByText('live', { exact: true }).waitFor()
  })
})
