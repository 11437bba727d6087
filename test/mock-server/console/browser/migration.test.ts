import { describe, expect } from 'vitest'
import { DESKTOP, LANGUAGES, NO_BROWSER, type OpenPage, sayIn, seriousProblems, test, type View } from './console-test.ts'

const PLACE = '#/merchants/1900000100'

/** Finds the card "Move to the public key". Returns functions that read the card and press its buttons. */
async function cardOf({ page }: OpenPage, view: View) {
  const say = sayIn(view)
  const card = page.locator('.card', { has: page.getByRole('heading', { name: say('Move to the public key', '更换为微信支付公钥') }) })
  await card.waitFor()
  return {
    card,
    say,
    press: (english: string, chinese: string) => card.getByRole('button', { name: say(english, chinese), exact: true }).click(),
    /** Reads how many days of the migration are over, and which day it is. */
    days: () =>
      card.locator('.days li').evaluateAll((days) => ({
        past: days.filter((day) => day.className === 'is-past').length,
        now: days.filter((day) => day.className === 'is-now').map((day) => day.textContent),
      })),
    bars: () => card.locator('meter').evaluateAll((bars) => bars.map((bar) => (bar as unknown as { readonly value: number }).value)),
    revoke: card.getByRole('button', { name: say('Revoke the platform certificate', '作废平台证书') }),
  }
}

describe.skipIf(NO_BROWSER)('the move to the public key', () => {
  test.for(LANGUAGES)('is started, goes through its seven days, and is finished: $language', async (view, { mock, open, call }) => {
    const opened = await open(view, PLACE)
    const { page } = opened
    const { card, say, press, days, bars, revoke } = await cardOf(opened, view)
    expect(await days()).toEqual({ past: 0, now: [] })
    await press('Start', '开始更换')
    await expect.poll(days).toEqual({ past: 0, now: [say('day 1', '第 1 天')] })
    await call()
    await press('Refresh', '刷新')
    const lacking = card.getByText(
      say('1 call of changeGoldPlanStatus did not name the public key', 'changeGoldPlanStatus 有 1 次调用没有指定公钥 ID'),
    )
    await lacking.waitFor()
    expect(await card.getByRole('link', { name: '#1' }).getAttribute('href')).toBe('#/requests/1900000100/1')
    const shares: unknown[] = []
    for (let day = 2; day <= 8; day += 1) {
      shares.push((await bars())[0])
      expect(await revoke.isDisabled()).toBe(true)
      await press('One day on', '过一天')
      await expect.poll(days).toEqual(day === 8 ? { past: 7, now: [] } : { past: day - 1, now: [say(`day ${day}`, `第 ${day} 天`)] })
    }
    expect(shares).toEqual([0.1, 1, 5, 10, 20, 50, 100])
    // The clock card has moved on by seven days, too.
    await page.getByText(say('ahead by 168h', '快 168h')).waitFor()
    expect(await seriousProblems(page)).toEqual([])
    await card.getByText(say('100 % is possible from', '最近七天指定公钥 ID 的调用为')).waitFor()
    const { platform_public_key: key } = mock.credentials
    await page.getByLabel(say('Move forward by', '前进')).fill('1h')
    await page.getByRole('button', { name: say('Advance', '前进') }).click()
    await lacking.waitFor({ state: 'detached' })
    await call({ headers: { 'Wechatpay-Serial': key?.id ?? '' } })
    await page.getByRole('button', { name: say('Advance', '前进') }).click()
    await expect.poll(bars).toEqual([100, 100])
    await revoke.click()
    // The card of the keys shows at once that only the public key is left.
    await expect
      .poll(() => page.locator('.card', { hasText: 'apiclient_key.pem' }).locator('tbody tr').allTextContents())
      .toEqual([`${key?.id}${say('public key', '公钥')}100 %`])
    await expect.poll(days).toEqual({ past: 0, now: [] })
    expect(await mock.control.merchant('1900000100').platform()).toMatchObject({ certificates: [], public_key: { share: 100 } })
  })

  test.for(LANGUAGES)('is rolled back to the certificate: $language', async (view, { mock, open }) => {
    const opened = await open(view, PLACE)
    const { card, say, press, days } = await cardOf(opened, view)
    await press('Start', '开始更换')
    await press('One day on', '过一天')
    await expect.poll(days).toEqual({ past: 1, now: [say('day 2', '第 2 天')] })
    await press('Roll back', '回退')
    await expect.poll(days).toEqual({ past: 0, now: [] })
    expect(await mock.control.merchant('1900000100').platform()).toMatchObject({ public_key: null })
    // The merchant has no public key any more, so no other migration can start.
    await press('Start', '开始更换')
    const alert = card.getByRole('alert')
    await alert.getByText(say('409 · No migration of the merchant', '409 · 当前状态不允许此操作')).waitFor()
    await alert.getByText('No migration of the merchant 1900000100 can start').waitFor()
  })

  test('is ended by a reset, and the cards of the merchant show the state after the reset', async ({ mock, open }) => {
    const own = mock.control.merchant('1900000100')
    await own.addFault({ example: 'SYSTEM_ERROR' })
    const opened = await open(DESKTOP, PLACE)
    const { press, days } = await cardOf(opened, DESKTOP)
    await press('Start', '')
    await press('One day on', '')
    await expect.poll(days).toEqual({ past: 1, now: ['day 2'] })
    await opened.page.getByText('ahead by 24h').waitFor()
    await opened.page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(days).toEqual({ past: 0, now: [] })
    await opened.page.getByText('None: every call is answered by the rules.').waitFor()
    await opened.page.getByText('ahead by 0s').waitFor()
  })
})
