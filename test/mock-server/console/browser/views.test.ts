import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { MockServer } from '../../../../mock-server/index.ts'
import { signedRequest } from '../../../signed-request.ts'
import { callRefused, NO_BROWSER, rowWith, seriousProblems, test, VIEWS, type View } from './console-test.ts'

/** Set CONSOLE_PICTURES to a folder to get pictures of the pages. */
const PICTURES = process.env['CONSOLE_PICTURES']

async function look(page: Page, name: string, { language, theme, width }: View): Promise<void> {
  if (PICTURES !== undefined) {
    await mkdir(PICTURES, { recursive: true })
    await page.screenshot({ path: join(PICTURES, `${name}-${language}-${theme}-${width}.png`) })
  }
  expect(await seriousProblems(page), name).toEqual([])
  expect(
    await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
    `${name} is not wider than the screen`,
  ).toBeLessThanOrEqual(0)
}

async function traffic(mock: MockServer, call: (choice?: object) => Promise<unknown>): Promise<void> {
  await call()
  await call({ body: '{"sub_mchid":"1900000109","operation_type":"NO"}' })
  await mock.control.merchant('1900000100').addFault({ latency_ms: 20 })
  await mock.control.merchant('1900000100').addFault({ example: 'SYSTEM_ERROR' })
  await call({ body: '{"sub_mchid":"1900000109","operation_type":"CLOSE"}' })
  await callRefused(mock)
  await fetch(`${mock.url}/favicon.ico`)
}

describe.skipIf(NO_BROWSER)('the pages of the console', () => {
  test.for(VIEWS)('have no serious accessibility problem, and are not wider than the screen: %j', async (view, { mock, open, call }) => {
    const say = (english: string, chinese: string) => (view.language === 'zh' ? chinese : english)
    await traffic(mock, call)
    const { page } = await open(view)
    await page.locator('.row').first().waitFor()
    expect(await page.title()).toContain('wechatpay-goldplan-mock')
    expect(await page.locator('html').getAttribute('lang')).toBe(say('en', 'zh-CN'))
    await page.getByText(say('live', '实时'), { exact: true }).waitFor({ state: 'attached' })
    await look(page, 'requests', view)

    await rowWith(page, '401').click()
    await page.getByRole('heading', { name: say('What is wrong', '错在哪里') }).waitFor()
    await look(page, 'refused', view)
    await page.keyboard.press('Escape')
    await page.locator('.exchange').waitFor({ state: 'detached' })
    await rowWith(page, '500').click()
    await page.getByText(say('delayed by 20 ms', '延迟 20 毫秒')).waitFor()
    await look(page, 'fault', view)

    await page
      .getByRole('link', { name: say('Merchants', '服务商') })
      .first()
      .click()
    await page.getByRole('heading', { name: say('New merchant', '新建服务商') }).waitFor()
    await look(page, 'merchants', view)
    await page.getByRole('link', { name: '1900000100' }).click()
    await page.getByRole('heading', { name: say('Clock', '时钟') }).waitFor()
    await page.getByRole('heading', { name: say('Platform keys', '平台密钥') }).waitFor()
    await look(page, 'merchant', view)

    await page.getByRole('link', { name: say('Errors', '错误'), exact: true }).click()
    await page.getByRole('button', { name: say('Arm SYSTEM_ERROR', '下次返回 SYSTEM_ERROR'), exact: true }).click()
    await page.locator('.notice.good').waitFor()
    await look(page, 'errors', view)

    await page.getByRole('link', { name: say('Explain', '签名诊断'), exact: true }).click()
    const { headers } = await signedRequest(mock.credentials)
    await page
      .locator('textarea')
      .first()
      .fill(
        `curl -X POST http://127.0.0.1/v3/goldplan/merchants/changegoldplanstatus -H 'Authorization: ${headers['Authorization']}' -d '{}'`,
      )
    await page.getByRole('button', { name: say('Explain', '诊断'), exact: true }).click()
    await page.locator('.result').waitFor()
    await look(page, 'explain', view)
  })
})
