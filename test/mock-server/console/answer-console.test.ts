import { describe, expect } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { test } from '../../mock-test.ts'
import { send } from '../../send.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

function get(url: string, target: string, headers: Record<string, string> = {}, method = 'GET') {
  return send(url, { method, target, headers, body: Buffer.alloc(0) })
}

describe('the path / of the server', () => {
  test.for([
    ['Chromium', { Accept: BROWSER, 'Sec-Fetch-Mode': 'navigate' }],
    ['a browser on another machine, which sends no Sec-Fetch-Mode', { Accept: BROWSER }],
  ] as const)('answers %s with the console page', async ([, headers], { mock }) => {
    const { status, headers: answered, body } = await get(mock.url, '/', headers)
    expect(status).toBe(200)
    expect(answered).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(answered['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    )
    expect(body).toContain('<script type="module" src="/__mock/console/page.js"></script>')
    expect(body).not.toMatch(/<script(?! type="module" src="\/__mock)|<style|\son\w+=|https?:\/\/(?!www\.w3\.org)/)
  })

  test.for([
    ['curl', 'GET', { Accept: '*/*' }],
    ['a client that sends no Accept', 'GET', {}],
    ["Java's HttpURLConnection", 'GET', { Accept: 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' }],
    ['a fetch call in a page', 'GET', { Accept: BROWSER, 'Sec-Fetch-Mode': 'cors' }],
    ['an image in a page', 'GET', { Accept: 'image/avif,image/webp,*/*', 'Sec-Fetch-Mode': 'no-cors' }],
    ['a HEAD request', 'HEAD', { Accept: BROWSER }],
    ['a form in a page', 'POST', { Accept: BROWSER, 'Sec-Fetch-Mode': 'navigate' }],
  ] as const)('answers %s with exactly the same 404 as a server without the console', async ([, method, headers], { mock, clock }) => {
    await using without = await createMockServer({ console: false, now: () => clock.now })
    const answers = await Promise.all([mock, without].map(({ url }) => get(url, '/', headers, method)))
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ status: 404, headers: { server: 'nginx' } })
  })

  test('leaves no entry in the journal when a browser opens the console', async ({ mock }) => {
    await get(mock.url, '/', { Accept: BROWSER })
    expect(await mock.control.unclaimedRequests()).toEqual([])
  })

  test("answers a browser with the gateway's 404 when the server has no console", async () => {
    await using mock = await createMockServer({ console: false })
    expect(await get(mock.url, '/', { Accept: BROWSER, 'Sec-Fetch-Mode': 'navigate' })).toMatchObject({
      status: 404,
      headers: { server: 'nginx' },
    })
    expect(await get(mock.url, '/__mock/console/page.js')).toMatchObject({ status: 404 })
  })
})

describe('the files of the console', () => {
  test.for([
    ['page.js', 'text/javascript; charset=utf-8'],
    ['page.css', 'text/css; charset=utf-8'],
  ] as const)(
    'are sent whatever the Origin, with the content security policy and Cross-Origin-Resource-Policy: %s',
    async ([name, type], { mock }) => {
      const { status, headers } = await get(mock.url, `/__mock/console/${name}`, { Origin: 'https://other.example' })
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type })
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    },
  )

  test.for(['page.js.map', '../page.js', '', 'page.js?x=1', '%2e%2e/x'])('do not include %j', async (name, { mock }) => {
    expect(await get(mock.url, `/__mock/console/${name}`)).toMatchObject({ status: 404 })
  })

  test('are together below 60 KB when compressed', async ({ mock }) => {
    const { gzipSync } = await import('node:zlib')
    const files = await Promise.all(['page.js', 'page.css'].map((name) => get(mock.url, `/__mock/console/${name}`)))
    expect(files.reduce((sum, { body }) => sum + gzipSync(body).length, 0)).toBeLessThan(60_000)
  })
})
