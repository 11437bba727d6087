import { setTimeout } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { createMockServer } from '../../../../mock-server/index.ts'
import { inTurns } from '../../../in-turns.ts'
import { send } from '../../../send.ts'
import { CHANGE_STATUS, CLOSE, signedRequest } from '../../../signed-request.ts'
import { callRefused, DESKTOP, NO_BROWSER, rowWith, test } from './console-test.ts'

describe.skipIf(NO_BROWSER)('the list of requests', () => {
  test('shows each new request at the top, with its diagnosis', async ({ mock, open, call }) => {
    const { page } = await open()
    await page.getByText('No request yet').waitFor()
    await call()
    await rowWith(page, '200').waitFor()
    await callRefused(mock)
    await page.locator('.row', { hasText: 'body-trimmed' }).waitFor()
    expect(await page.locator('.row').first().textContent()).toContain('401')
  })

  test('can be filtered by text, status, operation and merchant', async ({ mock, open, call }) => {
    const other = await mock.control.createMerchant()
    await call()
    await send(mock.url, await signedRequest(other, { body: CLOSE }))
    await callRefused(mock)
    await fetch(`${mock.url}/elsewhere`)
    const { page } = await open()
    const count = (wanted: number) => expect.poll(() => page.locator('.row').count()).toBe(wanted)
    await count(4)
    await page.getByLabel('Search').fill('elsewhere')
    await count(1)
    await page.getByLabel('Search').fill('no such thing')
    await page.getByText('No request matches.').waitFor()
    await page.getByLabel('Search').fill('')
    await page.getByLabel('Status').selectOption('refused')
    await count(1)
    await page.getByLabel('Status').selectOption('ok')
    await count(2)
    await page.getByLabel('Merchant').selectOption(other.mchid)
    await count(1)
    await page.getByLabel('Merchant').selectOption('-')
    await count(0)
    await page.getByLabel('Status').selectOption('')
    await count(1)
    await page.getByLabel('Operation').selectOption('-')
    await count(1)
  })

  test('can be filtered by a merchant that the server does not know', async ({ mock, open, call }) => {
    await call()
    const signed = await signedRequest(mock.credentials)
    for (const mchid of ['1900009999', 'no number']) {
      const Authorization = String(signed.headers['Authorization']).replace('1900000100', mchid)
      await send(mock.url, { ...signed, headers: { ...signed.headers, Authorization } })
    }
    const { page } = await open()
    await expect
      .poll(() => page.getByLabel('Merchant').locator('option').allTextContents())
      .toEqual(['all merchants', '(none)', '1900000100', '1900009999'])
    await page.getByLabel('Merchant').selectOption('1900009999')
    await page.locator('.row').getByText('mchid-unknown').waitFor()
    expect(await page.locator('.row').count()).toBe(1)
  })

  test('shows the beginning and the end of a target that is too long for its column', async ({ open, call }) => {
    for (const target of [CHANGE_STATUS, CHANGE_STATUS.slice(0, -1)]) await call({ target })
    const { page } = await open()
    await page.locator('.row').first().click()
    await page.locator('.exchange-body').waitFor()
    const target = page.locator('.row .target').first()
    expect(await target.textContent()).toBe(`POST …${CHANGE_STATUS.slice('/v3/goldplan/merchants'.length, -1)}`)
    const isCut = ({ scrollWidth, clientWidth }: { readonly scrollWidth: number; readonly clientWidth: number }) =>
      scrollWidth > clientWidth
    expect(await target.locator('.start').evaluate(isCut)).toBe(true)
    expect(await target.evaluate(isCut)).toBe(false)
  })

  test('does not change while it is paused, and can be cleared', async ({ open, call }) => {
    const { page } = await open()
    await page.getByText('live', { exact: true }).waitFor()
    await page.keyboard.press('p')
    await call()
    await page.getByRole('button', { name: 'Go on (1)' }).waitFor()
    expect(await page.locator('.row').count()).toBe(0)
    await page.keyboard.press('p')
    await page.locator('.row').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByText('No request yet').waitFor()
    await call()
    await page.locator('.row').waitFor()
  })

  test('can be navigated with the keyboard', async ({ open, call }) => {
    await call()
    await call({ body: CLOSE })
    const { page } = await open()
    await page.locator('.row').nth(1).waitFor()
    await page.keyboard.press('j')
    await page.locator('#row-2[aria-selected="true"]').waitFor()
    await page.keyboard.press('j')
    await page.locator('#row-1[aria-selected="true"]').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /#1/ }).waitFor()
    await page.keyboard.press('k')
    await page.getByRole('heading', { name: /#2/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.exchange').waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    await page.keyboard.type('jk?')
    expect(await page.getByLabel('Search').inputValue()).toBe('jk?')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('next, previous request').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('draws fewer than 60 of 400 rows, and keeps its scroll position when a request arrives', async ({ mock, open, call }) => {
    await inTurns(Array(400).keys(), 8, () => fetch(`${mock.url}/x`).then((answer) => answer.text()))
    const { page } = await open()
    await page.locator('.count', { hasText: '400' }).waitFor()
    expect(await page.locator('.row').count()).toBeLessThan(60)
    await page.evaluate(`document.querySelector('.list').scrollTop = 3200`)
    const seen = () =>
      page.evaluate(
        `(() => { const box = document.querySelector('.list').getBoundingClientRect(); return document.elementFromPoint(box.left + 20, box.top + 16).closest('.row').id })()`,
      )
    await expect.poll(seen).toBe('row-300')
    await call()
    await page.locator('.count', { hasText: '401' }).waitFor()
    expect(await seen()).toBe('row-300')
  })

  test('lists all of 2,500 requests that arrive within five seconds, and draws them as they arrive', async ({ mock, open }) => {
    const { page } = await open()
    await page.getByText('live', { exact: true }).waitFor()
    await page.evaluate(`{
      const list = document.querySelector('.list')
      window.drawn = []
      new MutationObserver(() => drawn.push(list.querySelectorAll('.row').length)).observe(list, { childList: true, subtree: true })
    }`)
    await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        await setTimeout(at * 100)
        await inTurns(Array(50).keys(), 8, () => fetch(`${mock.url}/x`).then((answer) => answer.text()))
      }),
    )
    await page.locator('.count', { hasText: '2,500' }).waitFor()
    expect(await page.locator('.notice').count()).toBe(0)
    const drawn = (await page.evaluate('drawn')) as readonly number[]
    expect(drawn.length).toBeGreaterThan(10)
    expect(Math.max(...drawn)).toBeLessThan(60)
    await page.evaluate(`document.querySelector('.list').scrollTop = 1e6`)
    await expect.poll(() => page.locator('.row').last().getAttribute('id')).toBe('row-1')
  })

  test('says that the journal has dropped requests', async ({ open }) => {
    await using small = await createMockServer({ journalLimit: 3, journalBytes: 20_000 })
    const { page } = await open(DESKTOP, '', small.url)
    await page.getByText('live', { exact: true }).waitFor()
    await fetch(`${small.url}/first`)
    await page.locator('.row').waitFor()
    await inTurns(Array(300).keys(), 8, () => fetch(`${small.url}/x`).then((answer) => answer.text()))
    await page.getByText(/Missing from the list: \d+/).waitFor()
    await page.getByLabel('Search').fill('/first')
    await page.locator('.row', { hasText: '/first' }).click()
    await page.getByText('The journal does not have this request').waitFor()
  })

  test('says that the server was restarted, and lists only the requests since then', async ({ open }) => {
    const first = await createMockServer()
    const port = Number(new URL(first.url).port)
    const { page } = await open(DESKTOP, '', first.url)
    for (const path of ['/a', '/b', '/c']) await fetch(first.url + path)
    await page.locator('.row', { hasText: '/c' }).waitFor()
    await first.close()
    await page.getByText('The server does not answer').waitFor()
    await using second = await createMockServer({ port })
    await fetch(`${second.url}/anew`)
    await page.locator('.row', { hasText: '/anew' }).waitFor()
    await page.getByText('The server was restarted').waitFor()
    expect(await page.locator('.row').count()).toBe(1)
  })

  test('says that the merchant of a request may have been removed', async ({ mock, open }) => {
    const merchant = await mock.control.createMerchant()
    await send(mock.url, await signedRequest(merchant))
    const { page } = await open()
    await page.locator('.row').click()
    await page.getByRole('heading', { name: /#1/ }).waitFor()
    await mock.control.merchant(merchant.mchid).remove()
    await page.getByRole('button', { name: 'Sign anew and send' }).click()
    await page.getByText(`There is no merchant ${merchant.mchid}`).waitFor()
    await page.reload()
    await page.getByText('or its merchant removed').waitFor()
    await page.goto(`${mock.url}/#/merchants/${merchant.mchid}`)
    await page.getByText(`There is no merchant ${merchant.mchid}. It may have been removed.`).waitFor()
  })
})

describe.skipIf(NO_BROWSER)('a server with a token', () => {
  test('makes the console ask again after a wrong token, and store the correct token only for this tab', async ({ open }) => {
    await using guarded = await createMockServer({ controlToken: 'secret-7', host: '0.0.0.0' })
    const { page } = await open(DESKTOP, '', guarded.url.replace('127.0.0.1', 'localhost'))
    // On the machine of the server, the console needs no token.
    await page.getByText('live', { exact: true }).waitFor()
    await page.evaluate(`sessionStorage.setItem('goldplan-mock-token', 'wrong')`)
    await page.reload()
    await page.getByText('The server refused this token').waitFor()
    await page.getByLabel('Token').fill('secret-7')
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('live', { exact: true }).waitFor()
    expect(await page.evaluate('document.cookie + localStorage.length')).toBe('2')
    expect(await page.evaluate(`sessionStorage.getItem('goldplan-mock-token')`)).toBe('secret-7')
  })
})

describe.skipIf(NO_BROWSER)('language and appearance', () => {
  test('can be switched, and are kept for the next visit', async ({ open }) => {
    const { page } = await open()
    const theme = () => page.locator('html').getAttribute('data-theme')
    await expect.poll(theme).toBe('light')
    // Before the user chooses an appearance, the page follows the system.
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(theme).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(theme).toBe('light')
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('heading', { name: '请求' }).waitFor()
    await page.getByRole('button', { name: '外观：跟随系统' }).click()
    await page.getByRole('button', { name: '外观：浅色' }).click()
    await page.reload()
    await page.getByRole('heading', { name: '请求' }).waitFor()
    expect(await theme()).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await theme()).toBe('dark')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })
})
