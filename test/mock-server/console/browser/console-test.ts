import { source as axeSource } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { test as base, expect } from 'vitest'
import { createMockServer, type MockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { OPEN, type RequestChoice, signedRequest } from '../../../signed-request.ts'
import { CHROMIUM, LAUNCH } from './chromium.ts'

/** Why browser tests can't run on this computer; `undefined` when they can. */
export const NO_BROWSER: string | undefined = CHROMIUM === undefined ? 'there is no /usr/bin/chromium: apt-get install chromium' : undefined

/** How a page is opened. */
export interface View {
  readonly language: 'en' | 'zh'
  readonly theme: 'light' | 'dark'
  readonly width: 1280 | 390
}

export const VIEWS: readonly View[] = (['en', 'zh'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => ([1280, 390] as const).map((width) => ({ language, theme, width }))),
)

export const DESKTOP: View = { language: 'en', theme: 'light', width: 1280 }

/** A desktop view in each language. */
export const LANGUAGES: readonly [View, View] = [DESKTOP, { ...DESKTOP, language: 'zh' }]

/** Returns a function that chooses the text in the language of the view. */
export function sayIn({ language }: View): (english: string, chinese: string) => string {
  return (english, chinese) => (language === 'zh' ? chinese : english)
}

/** An open page. */
export interface OpenPage {
  readonly page: Page
  /** Errors of scripts, violations of the content security policy, and dialogs that a script opened. */
  readonly complaints: string[]
}

interface Fixtures {
  browser: Browser
  mock: MockServer
  open: (view?: View, path?: string, url?: string) => Promise<OpenPage>
  /** Sends a signed request to the server. */
  call: (choice?: RequestChoice) => ReturnType<typeof send>
}

/** A test with a server and a browser. It fails if one of its pages has `complaints`. */
export const test = base.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
    async ({}, use) => {
      const browser = await chromium.launch(LAUNCH)
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  mock: async ({}, use) => {
    await using mock = await createMockServer()
    await use(mock)
  },
  open: async ({ browser, mock }, use) => {
    const contexts: BrowserContext[] = []
    const opened: OpenPage[] = []
    await use(async (view = DESKTOP, path = '', url = mock.url) => {
      const context = await browser.newContext({
        locale: view.language === 'zh' ? 'zh-CN' : 'en-US',
        timezoneId: 'Asia/Shanghai',
        colorScheme: view.theme,
        viewport: { width: view.width, height: view.width === 390 ? 844 : 800 },
        permissions: ['clipboard-read', 'clipboard-write'],
        reducedMotion: 'reduce',
      })
      contexts.push(context)
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('console', (message) => {
        if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(message.text())) complaints.push(`policy: ${message.text()}`)
      })
      await page.addInitScript(
        `addEventListener('securitypolicyviolation', (event) => console.error('Content Security Policy', event.violatedDirective, event.blockedURI))`,
      )
      const one = { page, complaints }
      opened.push(one)
      await page.goto(`${url}/${path}`)
      return one
    })
    await Promise.all(contexts.map((context) => context.close()))
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([])
  },
  call: async ({ mock }, use) => {
    await use(async (choice) => send(mock.url, await signedRequest(mock.credentials, choice)))
  },
})

/** Sends a request whose body differs from the body that was signed. */
export async function callRefused(mock: MockServer, body = `${OPEN}\n`, headers: Record<string, string> = {}): Promise<void> {
  const signed = await signedRequest(mock.credentials)
  await send(mock.url, { ...signed, headers: { ...signed.headers, ...headers }, body: Buffer.from(body) })
}

/** The serious problems that axe-core finds in a page. */
export async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }[]
  }
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
}

/**
 * The rows of the requests that were answered with this status. Searches only the status in each row, because the time in a row may contain
 * the same digits.
 */
export function rowWith(page: Page, status: string): Locator {
  return page.locator('.row', { has: page.locator('.status', { hasText: status }) })
}
