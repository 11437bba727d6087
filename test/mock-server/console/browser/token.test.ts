import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { ControlError } from '../../../../mock-server/control/control-error.ts'
import { guardControl } from '../../../../mock-server/control/guard-control.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { DESKTOP, LANGUAGES, NO_BROWSER, sayIn, test } from './console-test.ts'

interface Circumstances {
  /** The token that the server was started with. */
  readonly token?: string
  readonly remoteAddress?: string
  readonly host?: string
  /** The Origin header of all requests except GET requests. */
  readonly origin?: string
}

/** Reloads the page. For each request of the page, `guardControl` decides whether the request is allowed under these circumstances. */
async function reopenAs(page: Page, { token, remoteAddress = '127.0.0.1', host, origin }: Circumstances): Promise<void> {
  await page.route(/\/__mock\/(?!console\/)/, async (route) => {
    const request = route.request()
    const url = new URL(request.url())
    const headers = {
      ...request.headers(),
      host: host ?? url.host,
      ...(request.method() !== 'GET' && { origin: origin ?? url.origin }),
    }
    const connection = { remoteAddress, localAddress: '', localPort: Number(url.port) }
    const guard = { host: '0.0.0.0', token, allowHosts: [], publicUrl: undefined }
    try {
      guardControl({ method: request.method(), target: url.pathname, headers, body: undefined, connection }, guard)
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      const { status, code, message, detail } = error
      return route.fulfill({ status, json: { code, message, detail } })
    }
    return route.continue()
  })
  await page.reload()
}

async function give(page: Page, label: string, token: string): Promise<void> {
  await page.getByLabel(label).fill(token)
  await page.keyboard.press('Enter')
}

describe.skipIf(NO_BROWSER)('a page of the console', () => {
  test.for(LANGUAGES)('on another machine asks for the control token, and works when it is entered: $language', async (view, { open }) => {
    const say = sayIn(view)
    await using guarded = await createMockServer({ controlToken: 'secret-7' })
    const { page } = await open(view, '', guarded.url)
    await reopenAs(page, { token: 'secret-7', remoteAddress: '192.0.2.7' })
    await page.getByText(say('A server that was started without one refuses all other machines.', '启动时没有设置令牌的服务拒绝')).waitFor()
    await page.getByText('403 · The control API answers on loopback, or with').waitFor()
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await give(page, say('Token', '令牌'), 'wrong')
      await page.getByText(say('The server refused this token', '服务拒绝了此令牌')).waitFor()
      await page.getByText('401 · The control token is wrong').waitFor()
    }
    await give(page, say('Token', '令牌'), 'secret-7')
    await page.getByText(say('live', '实时'), { exact: true }).waitFor()
  })

  test('on another machine says that a server started without a control token accepts no token', async ({ open }) => {
    const { page } = await open()
    await reopenAs(page, { remoteAddress: '192.0.2.7' })
    await page.getByText('because the server was started without a control token').waitFor()
    await give(page, 'Token', 'guessed')
    await page
      .getByText('The server refused this token, because the server was started with another one (--control-token), or without one.')
      .waitFor()
    await page.getByText('401 · The server was started without a control token').waitFor()
    await page.getByRole('button', { name: 'Go on without a token' }).click()
    await page.getByText('403 · The control API answers on loopback only').waitFor()
  })

  test("on the server's machine lets the user go on without a stored token that is no longer valid", async ({ open }) => {
    const { page } = await open()
    await page.evaluate(`sessionStorage.setItem('goldplan-mock-token', 'of-an-earlier-server')`)
    await page.reload()
    await page.getByText('401 · The server was started without a control token').waitFor()
    await page.getByRole('button', { name: 'Go on without a token' }).click()
    await page.getByText('live', { exact: true }).waitFor()
  })

  test('names the Host that the server refused, and the option that allows it', async ({ open }) => {
    const { page } = await open()
    await reopenAs(page, { host: 'mock.example:8920' })
    await page.getByText('The server does not know the address mock.example:8920. Start it with --allow-host').waitFor()
    await page.getByText('403 · The Host is not this server').waitFor()
  })

  test("names the options to start the server with when the server refuses the page's Origin", async ({ open }) => {
    const { page } = await open(DESKTOP, '#/merchants')
    await reopenAs(page, { origin: 'http://front.example' })
    await page.getByRole('button', { name: 'Reset 1900000100' }).click()
    await page.getByText('Start the server with --public-url http://front.example and --control-token').waitFor()
  })

  test("with the right token stays live and asks for no token when the server refuses the page's Origin", async ({ open }) => {
    await using guarded = await createMockServer({ controlToken: 'secret-7' })
    const { page } = await open(DESKTOP, '#/merchants', guarded.url)
    await page.evaluate(`sessionStorage.setItem('goldplan-mock-token', 'secret-7')`)
    await reopenAs(page, { token: 'secret-7', origin: 'http://front.example' })
    await page.getByRole('button', { name: 'Reset 1900000100' }).click()
    await page.getByText('403 · The Origin is another site').waitFor()
    expect(await page.getByLabel('Token').count()).toBe(0)
    await page.getByText('live', { exact: true }).waitFor()
  })
})
