import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { createControl } from '../../../../contracts/index.ts'
import type { MockCredentials } from '../../../../mock-server/index.ts'
import { missingRedis, startRedis } from '../../../redis-server.ts'
import { roundRobin } from '../../../replicas.ts'
import { send } from '../../../send.ts'
import { OPEN, signedRequest } from '../../../signed-request.ts'
import { COMMAND, credentialsOf } from '../../command/command-test.ts'
import { callbackHandler } from '../../notifications/callback-handler.ts'
import { test as base, DESKTOP, NO_BROWSER, rowWith } from './console-test.ts'

const TOKEN = 'secret-7'

interface Team {
  /** The address of the proxy in front of both servers. */
  readonly url: string
  readonly credentials: readonly [MockCredentials, MockCredentials]
  /** Kills the second server. The proxy still sends requests to it until `forgetKilled` is called. */
  kill(): Promise<void>
  forgetKilled(): void
  /** Opens the console through the proxy. */
  open(path?: string): Promise<Page>
}

/** A test with two servers in separate processes. Both use the same Redis. A proxy sends requests to the two servers in turn. */
const test = base.extend<{ team: Team }>({
  team: async ({ open }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'team-'))
    await using redis = await startRedis()
    const urls: string[] = []
    await using front = await roundRobin(urls, true)
    const options = ['--json', '--port', '0', '--store', redis.url, '--control-token', TOKEN, '--output-dir', 'none']
    const start = () => spawn(process.execPath, [COMMAND, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    const children = [start(), start()] as const
    const kill = async (child: ChildProcess) => {
      const closed = once(child, 'close')
      if (child.kill('SIGKILL')) await closed
    }
    try {
      const credentials = [await credentialsOf(children[0]), await credentialsOf(children[1])] as const
      urls.push(...credentials.map(({ base_url }) => base_url))
      await use({
        url: front.url,
        credentials,
        kill: () => kill(children[1]),
        forgetKilled: () => void urls.pop(),
        async open(path = '') {
          const { page } = await open(DESKTOP, path, front.url)
          await page.getByLabel('Token').fill(TOKEN)
          await page.keyboard.press('Enter')
          return page
        },
      })
    } finally {
      for (const child of children) if (child.signalCode === null && child.exitCode === null) await kill(child)
      await rm(folder, { recursive: true })
    }
  },
})

async function callTo(credentials: MockCredentials, body = OPEN): Promise<number> {
  return (await send(credentials.base_url, await signedRequest(credentials, { body }))).status
}

describe.skipIf(NO_BROWSER ?? missingRedis)('the console of two servers behind one address', { timeout: 120_000 }, () => {
  test('lists and opens requests, whichever server answered them', async ({ team }) => {
    const page = await team.open()
    await page.getByText('live', { exact: true }).waitFor()
    const [one, two] = team.credentials
    for (let index = 0; index < 5; index += 1) await Promise.all([callTo(one), callTo(two)])
    await page.locator('.count', { hasText: '10' }).waitFor()
    await callTo(two, `${OPEN} `)
    await expect.poll(() => page.locator('.row').count()).toBe(11)
    for (const id of [11, 10, 1]) {
      await page.locator(`#row-${id}`).click()
      await page.getByRole('heading', { name: new RegExp(`#${id}\\b`) }).waitFor()
    }
    await page.getByRole('button', { name: 'Sign anew and send' }).click()
    await expect.poll(() => page.locator('.row').count()).toBe(12)
  })

  test('creates merchants, faults and notifications, and moves the clock, on both servers', async ({ team }) => {
    const page = await team.open('#/merchants')
    await page.getByLabel('Merchant ID').fill('1600000001')
    await page.getByLabel('Sub-merchants').fill('1700000001')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { name: '1600000001' }).waitFor()
    const controls = team.credentials.map(({ base_url }) => createControl(base_url, { token: TOKEN }).merchant('1600000001'))
    for (const merchant of controls) expect((await merchant.read()).sub_mchids).toEqual(['1700000001'])
    await page.getByLabel('Move forward by').fill('25h')
    await page.getByRole('button', { name: 'Advance' }).click()
    await page.getByText('ahead by 25h').waitFor()
    for (const merchant of controls) expect((await merchant.clock()).advance).toBe('90000s')
    const faults = page.locator('.card', { has: page.getByRole('heading', { name: 'Faults' }) })
    await faults.getByRole('button', { name: 'Add', exact: true }).click()
    await faults.locator('tbody tr').waitFor()
    for (const merchant of controls) expect(await merchant.faults()).toHaveLength(1)
    await faults.getByRole('button', { name: 'Remove all' }).click()
    await faults.getByText('None: every call is answered by the rules.').waitFor()
    const handler = await callbackHandler(500, 204)
    await page.getByLabel('notify_url').fill(handler.url)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const summary = page.locator('.notification summary')
    await summary.filter({ hasText: '1 attempt' }).waitFor()
    await page.getByLabel('Move forward by').fill('15s')
    await page.getByRole('button', { name: 'Advance' }).click()
    await summary.filter({ hasText: 'accepted' }).waitFor()
    expect(handler.received).toHaveLength(2)
    await page.getByRole('button', { name: 'Remove', exact: true }).first().click()
    await page.getByRole('heading', { name: 'New merchant' }).waitFor()
  })

  test('goes on when one server is killed, without losing or repeating a request', async ({ team }) => {
    const [one, two] = team.credentials
    // With two pages, it is likely that each server has a stream open.
    const pages = [await team.open(), await team.open()]
    for (const page of pages) await page.getByText('live', { exact: true }).waitFor()
    await Promise.all([callTo(one), callTo(two)])
    for (const page of pages) await page.locator('.count', { hasText: '2' }).waitFor()
    await team.kill()
    expect(await callTo(one)).toBe(200)
    team.forgetKilled()
    expect(await callTo(one, `${OPEN} `)).toBe(200)
    for (const page of pages) {
      await page.locator('.count', { hasText: '4' }).waitFor()
      await page.getByText('live', { exact: true }).waitFor()
      expect(await page.locator('.row').evaluateAll((rows) => rows.map(({ id }) => id))).toEqual(['row-4', 'row-3', 'row-2', 'row-1'])
      expect(await rowWith(page, '200').count()).toBe(4)
      expect(await page.locator('.notice').count()).toBe(0)
    }
  })
})
