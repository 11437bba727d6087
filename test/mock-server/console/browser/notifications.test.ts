import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { type CallbackHandler, callbackHandler, judged } from '../../notifications/callback-handler.ts'
import { echoOf } from '../../operations/security/echo-test.ts'
import { LANGUAGES, NO_BROWSER, type OpenPage, sayIn, seriousProblems, test, type View } from './console-test.ts'

/** The card of the notifications on the page of a merchant, in the language of the view, and what a user does and sees there. */
async function cardOf({ page }: OpenPage, view: View) {
  const say = sayIn(view)
  const card = page.locator('.card', { has: page.getByRole('heading', { name: say('Notifications', '回调通知') }) })
  await card.waitFor()
  const first = card.locator('.notification').first()
  return {
    card,
    first,
    say,
    async send({ url }: Pick<CallbackHandler, 'url'>, fault = '') {
      await card.getByLabel('notify_url').fill(url)
      await card.locator('form').getByRole('combobox').last().selectOption(fault)
      await card.getByRole('button', { name: say('Send', '发送'), exact: true }).click()
    },
    /** Waits until the page shows this state and this number of attempts for the newest notification. Does not refresh the page. */
    async becomes(english: string, chinese: string, attempts: number) {
      await first.locator('summary', { hasText: say(english, chinese) }).waitFor()
      await first
        .locator('summary', { hasText: say(attempts === 1 ? '1 attempt' : `${attempts} attempts`, `${attempts} 次发送`) })
        .waitFor()
    },
    async attempts() {
      return first.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].slice(1).map((cell) => cell.textContent)))
    },
  }
}

async function advance(page: Page, view: View, duration: string): Promise<void> {
  const say = sayIn(view)
  await page.getByLabel(say('Move forward by', '前进')).fill(duration)
  await page.getByRole('button', { name: say('Advance', '前进') }).click()
}

const PLACE = '#/merchants/1900000100'

describe.skipIf(NO_BROWSER)('a notification on the page of a merchant', () => {
  test.for(LANGUAGES)(
    'appears with the answer of the handler, and with the next attempt once the clock is advanced: $language',
    async (view, { open }) => {
      const handler = await callbackHandler((response) => response.writeHead(500).end('<script>alert(1)</script>\u202e'), 503, 204)
      const opened = await open(view, PLACE)
      const { send, becomes, first, attempts, say } = await cardOf(opened, view)
      await send(handler)
      await becomes('pending', '等待中', 1)
      expect(handler.received).toMatchObject([{ method: 'POST', target: '/notify' }])
      await first.locator('summary').click()
      await expect
        .poll(attempts)
        .toEqual([['500', expect.stringMatching(/ms$/), '—', expect.stringContaining('<script>alert(1)</script>U+202E')]])
      await first.getByText(say('not accepted', '未被接受')).waitFor()
      await advance(opened.page, view, '15s')
      await becomes('pending', '等待中', 2)
      // The details are still open, and show the new attempt.
      await expect.poll(async () => (await attempts()).map(([status]) => status)).toEqual(['500', '503'])
      await advance(opened.page, view, '15s')
      await becomes('accepted', '已接受', 3)
      await expect.poll(async () => (await attempts()).map(([status]) => status)).toEqual(['500', '503', '204'])
      expect(new Set(handler.ids()).size).toBe(1)
      expect(await seriousProblems(opened.page)).toEqual([])
    },
  )

  test.for(LANGUAGES)('is sent again after it succeeded, with and without a fault: $language', async (view, { open }) => {
    const handler = await callbackHandler(204, 401, 204)
    const { send, becomes, first, attempts, say } = await cardOf(await open(view, PLACE), view)
    await send(handler)
    await becomes('accepted', '已接受', 1)
    await first.locator('summary').click()
    await first.getByRole('combobox').selectOption('tampered')
    await first.getByRole('button', { name: say('Send again', '重新发送') }).click()
    await becomes('accepted', '已接受', 2)
    await first.getByRole('combobox').selectOption('')
    await first.getByRole('button', { name: say('Send again', '重新发送') }).click()
    await becomes('accepted', '已接受', 3)
    await expect
      .poll(async () => (await attempts()).map(([status, , fault]) => [status, fault]))
      .toEqual([
        ['204', '—'],
        ['401', 'tampered'],
        ['204', '—'],
      ])
    expect(await Promise.all(handler.received.map((each) => judged(each, Date.now())))).toEqual(['valid', 'signature', 'valid'])
  })

  test.for(LANGUAGES)('is cancelled, and not tried again: $language', async (view, { open }) => {
    const handler = await callbackHandler(500)
    const opened = await open(view, PLACE)
    const { send, becomes, first, say } = await cardOf(opened, view)
    await send(handler)
    await becomes('pending', '等待中', 1)
    await first.locator('summary').click()
    await first.getByRole('button', { name: say('Cancel', '取消') }).click()
    await becomes('cancelled', '已取消', 1)
    await expect.poll(() => first.getByRole('button', { name: say('Cancel', '取消') }).count()).toBe(0)
    await advance(opened.page, view, '24h')
    await opened.page.getByText(say('ahead by 24h', '快 24h')).waitFor()
    await becomes('cancelled', '已取消', 1)
    expect(handler.received).toHaveLength(1)
  })

  test.for([
    ['tampered', 'signature'],
    ['unknown_serial', 'serial'],
    ['expired', 'timestamp'],
    ['missing_headers', 'headers'],
  ] as const)('has the fault that was chosen: %s', async ([fault, check], { open }) => {
    const handler = await callbackHandler(401)
    const view = LANGUAGES[0]
    const { send, becomes, first } = await cardOf(await open(view, PLACE), view)
    await send(handler, fault)
    await becomes('pending', '', 1)
    await first.locator('summary', { hasText: fault }).waitFor()
    expect(await Promise.all(handler.received.map((each) => judged(each, Date.now())))).toEqual([check])
  })

  test('says why it got no answer: its connection was cut, or no handler listens', async ({ open }) => {
    const view = LANGUAGES[1]
    const { send, becomes, first, card } = await cardOf(await open(view, PLACE), view)
    await send(await callbackHandler(204), 'cut')
    await becomes('pending', '等待中', 1)
    await first.locator('summary').click()
    await first.getByText('没有收到应答').waitFor()
    await first.getByText('The connection was cut in the middle of the body, as asked').waitFor()
    await send({ url: 'http://127.0.0.1:9/notify' })
    await expect.poll(() => card.locator('.notification').count()).toBe(2)
    await becomes('pending', '等待中', 1)
    await first.locator('summary').click()
    await first.getByText('ECONNREFUSED').waitFor()
  })

  test('with the fault out_of_order is sent after the next notification; with duplicate it is sent twice', async ({ mock, open }) => {
    const handler = await callbackHandler(204)
    const view = LANGUAGES[0]
    const { send, becomes, card } = await cardOf(await open(view, PLACE), view)
    await send(handler, 'out_of_order')
    await becomes('pending', '', 0)
    expect(handler.received).toEqual([])
    await send(handler, 'duplicate')
    await expect.poll(() => card.locator('.notification').count()).toBe(2)
    await becomes('accepted', '', 2)
    await card.locator('.notification').last().locator('summary', { hasText: 'accepted' }).waitFor()
    const held = (await mock.control.merchant('1900000100').notifications()).at(-1)?.id
    expect(handler.ids()).toHaveLength(3)
    expect(handler.ids()[0]).not.toBe(held)
    expect(new Set(handler.ids()).size).toBe(2)
  })

  test('is listed also when a call of the merchant caused it', async ({ open, mock, call }) => {
    const handler = await callbackHandler(204)
    const view = LANGUAGES[0]
    const { card, becomes, say } = await cardOf(await open(view, PLACE), view)
    await call(echoOf({ notify_url: handler.url }))
    await expect.poll(async () => (await mock.control.merchant('1900000100').notifications())[0]?.state).toBe('succeeded')
    await card.getByRole('button', { name: say('Refresh', '刷新') }).click()
    await becomes('accepted', '', 1)
  })

  test.for(LANGUAGES)(
    'is refused when its URL leads to another machine, in the language of the page: $language',
    async (view, { open }) => {
      const { send, card, say } = await cardOf(await open(view, PLACE), view)
      await send({ url: 'http://192.0.2.1/notify' })
      const alert = card.getByRole('alert')
      await alert.getByText(say('400 · /body/url must lead to', '400 · 字段 /body/url 的值不符合要求')).waitFor()
      expect(await alert.textContent()).toContain('/body/url must')
      expect(await card.locator('.notification').count()).toBe(0)
    },
  )
})
