import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { DESKTOP, NO_BROWSER, type OpenPage, test } from './console-test.ts'

describe.skipIf(NO_BROWSER)('in the console,', () => {
  test('merchants are made, reset and removed', async ({ mock, open }) => {
    const { page } = await open(DESKTOP, '#/merchants')
    await page.getByLabel('Merchant ID').fill('1600000001')
    await page.getByLabel('Sub-merchants').fill('1700000001, 1700000002')
    await page.getByLabel('its own RSA key').check()
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { name: '1600000001' }).waitFor()
    expect(await mock.control.merchant('1600000001').read()).toMatchObject({ sub_mchids: ['1700000001', '1700000002'] })
    await page.getByRole('checkbox', { name: 'punished by WeChat Pay' }).click()
    await expect.poll(async () => (await mock.control.merchant('1600000001').read()).punished).toBe(true)
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(async () => (await mock.control.merchant('1600000001').read()).punished).toBe(false)
    await page.getByRole('button', { name: 'Remove', exact: true }).first().click()
    await page.getByRole('heading', { name: 'New merchant' }).waitFor()
    expect(await mock.control.merchants()).toHaveLength(1)
  })

  test('a merchant that the server was started with can be reset, but not removed', async ({ open }) => {
    const { page } = await open(DESKTOP, '#/merchants/1900000100')
    await page.getByRole('heading', { name: 'Conditions' }).waitFor()
    expect(await page.locator('.crumbs').getByRole('button').allTextContents()).toEqual(['Reset'])
  })

  test('a bug of the page is shown as a bug, not as a server that does not answer', async ({ open, mock }) => {
    const { page } = await open(DESKTOP, '#/merchants')
    await page.route(`${mock.url}/__mock/operations`, (route) => route.fulfill({ body: 'null' }))
    await page.goto(`${mock.url}/#/errors`)
    await page.getByText('This page failed, which is a bug: TypeError').waitFor()
  })

  test('a checkbox changes a setting of a sub-merchant, and a sub-merchant is added and removed', async ({ mock, open }) => {
    const { page } = await open(DESKTOP, '#/merchants/1900000100')
    await page.getByRole('checkbox', { name: 'receipt 1900000109' }).click()
    await expect.poll(async () => (await mock.control.merchant('1900000100').subMerchant('1900000109')).custom_page).toBe('OPEN')
    await page.getByLabel('New sub-merchant').fill('1700000009')
    await page.getByRole('button', { name: 'Add', exact: true }).first().click()
    await page.getByRole('button', { name: 'Remove 1700000009' }).click()
    await expect.poll(async () => (await mock.control.merchant('1900000100').subMerchants()).length).toBe(1)
  })

  test('the clock is moved, skewed, stopped and put back, and an invalid duration is refused', async ({ mock, open }) => {
    const own = mock.control.merchant('1900000100')
    const { page } = await open(DESKTOP, '#/merchants/1900000100')
    await page.getByRole('button', { name: 'Advance' }).click()
    await expect.poll(async () => (await own.clock()).advance).toBe('86400s')
    await page.getByText('ahead by 24h').waitFor()
    await page.getByRole('button', { name: 'Set skew' }).click()
    await expect.poll(async () => (await own.clock()).gateway_skew).toBe('300s')
    await page.getByRole('button', { name: 'Stop here' }).click()
    await page.getByText('stopped ·').waitFor()
    await page.getByRole('button', { name: "Back to the server's clock" }).click()
    await page.getByText('running ·').waitFor()
    await page.getByLabel('Move forward by').fill('one day')
    await page.getByRole('button', { name: 'Advance' }).click()
    await page.getByText('/body/advance must').waitFor()
  })

  test('keys are renewed, rotated, revoked and downloaded, and are shown only on request', async ({ mock, open }) => {
    const own = mock.control.merchant('1900000100')
    const { page } = await open(DESKTOP, '#/merchants/1900000100')
    await page.getByRole('button', { name: 'Renew', exact: true }).click()
    await expect.poll(async () => (await own.certificate()).replaced.length).toBe(1)
    await page.getByRole('button', { name: 'half and half' }).click()
    await expect.poll(async () => (await own.platform()).certificates.map(({ share }) => share)).toEqual([50, 50])
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await expect.poll(async () => (await own.certificate()).status).toBe('revoked')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'apiclient_key.pem' }).click()])
    expect(download.suggestedFilename()).toBe('apiclient_key.pem')
    expect(await readFile(await download.path(), 'utf8')).toBe(mock.credentials.private_key)
    expect(await page.getByText('BEGIN PRIVATE KEY').count()).toBe(0)
    await page.getByRole('button', { name: 'Show the keys' }).click()
    await page.getByText('BEGIN PRIVATE KEY').waitFor()
  })

  test('faults are added from a form, counted down and removed', async ({ mock, open, call }) => {
    const own = mock.control.merchant('1900000100')
    const { page } = await open(DESKTOP, '#/merchants/1900000100')
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('signature')
    await page.getByText('Except with certificate, a client that verifies answers has to refuse this answer.').waitFor()
    await page.getByRole('combobox', { name: 'Value' }).selectOption('probe')
    await page.getByRole('textbox', { name: 'Times' }).fill('2')
    await page.locator('.new-fault').getByRole('button', { name: 'Add' }).click()
    await page.getByText('signature: probe').waitFor()
    await call()
    await page.locator('.card', { hasText: 'Add a fault' }).getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('cell', { name: '1 / 1' }).waitFor()
    await page.getByRole('button', { name: 'Remove fault 1' }).click()
    await page.getByText('None: every call is answered by the rules.').waitFor()
    expect(await own.faults()).toEqual([])
    await own.addFault({ status: 502, rate: 0.07 })
    await page.reload()
    await page.getByRole('cell', { name: '7 %', exact: true }).waitFor()
  })

  test('one click on Arm makes an error the answer to the next call', async ({ open, call }) => {
    const { page } = await open(DESKTOP, '#/errors')
    await page.getByLabel('Operation').selectOption('changeGoldPlanStatus')
    await page.getByLabel('Search').fill('SYSTEM_ERROR')
    await page.getByRole('button', { name: 'Arm SYSTEM_ERROR', exact: true }).click()
    await page.getByText('SYSTEM_ERROR answers the next call of changeGoldPlanStatus by 1900000100').waitFor()
    expect((await call()).status).toBe(500)
  })
})

describe.skipIf(NO_BROWSER)('the cards of the migration and of notifications', () => {
  test('are not on the page when the server answers their paths with 404', async ({ open }) => {
    const { page, answer } = await withoutThem(await open())
    await page.goto(`${page.url().split('#')[0]}#/merchants/1900000100`)
    await answer
    await page.getByRole('heading', { name: 'Add a fault' }).waitFor()
    expect(await page.getByRole('heading', { name: /Move to the public key|Notifications/ }).count()).toBe(0)
  })
})

/** Answers calls about the migration or notifications with 404, as a server without them does. `answer` resolves after the first 404. */
async function withoutThem({ page }: OpenPage) {
  const { promise: answer, resolve } = Promise.withResolvers<void>()
  await page.route(/platform\/migration|\/notifications/, async (route) => {
    await route.fulfill({ status: 404, json: { code: 'NOT_FOUND', message: 'no path' } })
    resolve()
  })
  return { page, answer }
}
