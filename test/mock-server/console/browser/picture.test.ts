import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { createMockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { CLOSE, OPEN, signedRequest } from '../../../signed-request.ts'
import { NO_BROWSER, rowWith, test, type View } from './console-test.ts'

const DOCS = join(import.meta.dirname, '../../../../docs')
const TIME = Date.parse('2026-01-31T08:30:00+08:00')

/** Whether this test draws the pictures in docs/ again. No test compares them, because they differ between versions of Chromium. */
const DRAWS = process.env['CONSOLE_DOCS'] === '1'

describe.skipIf(NO_BROWSER)('the picture of the guide', () => {
  test.for([
    ['console.webp', { language: 'en', theme: 'light', width: 1280 }],
    ['console.zh-CN.webp', { language: 'zh', theme: 'light', width: 1280 }],
  ] as const)('%s is smaller than 80 KB, and the pictured page marks the mistake in a refused request', async ([file, view], { open }) => {
    let time = TIME
    await using mock = await createMockServer({ now: () => time })
    const call = async (body: string, sent = body) => {
      const signed = await signedRequest(mock.credentials, { body, now: time, nonce: '593BEC0C930BF1AFEB40B4A08C8FB242' })
      await send(mock.url, { ...signed, body: Buffer.from(sent) })
      time += 1_234
    }
    await call(OPEN)
    await call('{"sub_mchid":"1900000109","operation_type":"NO"}')
    await mock.control.merchant('1900000100').addFault({ example: 'SYSTEM_ERROR' })
    await call(CLOSE)
    await call(CLOSE)
    await call(OPEN, OPEN.replace(',', ', '))
    const { page } = await open(view satisfies View, '', mock.url)
    await rowWith(page, '401').click()
    await page.locator('.messages mark').first().waitFor()
    const path = join(DOCS, file)
    if (DRAWS) await writeFile(path, await drawn(page))
    expect((await stat(path)).size).toBeLessThan(80_000)
  })
})

/** The top of the page as WebP, which is smaller than PNG. Playwright's own screenshots can't be WebP. */
async function drawn(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const clip = { x: 0, y: 0, width: 1280, height: 560, scale: 1 }
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 85, clip })
  return Buffer.from(data, 'base64')
}
