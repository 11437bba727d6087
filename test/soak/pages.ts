import { createMockServer, type MockServer, type MockServerOptions } from '../../mock-server/index.ts'
import { send } from '../send.ts'
import { signedRequest } from '../signed-request.ts'
import { type Attack, Tally } from './attack.ts'

/** Sends to the control API what a browser sends for a page of another site. */
export const pages: Attack = {
  name: 'pages',
  tries: 'what a browser sends to the control API for a page of another site',
  wrong: 'let in',
  sizes: { sample: 80, every: 80, soak: 80 },
  async run(_, size) {
    const tally = new Tally()
    for (const options of SET_UPS) {
      await using mock = await createMockServer(options)
      await visit(mock, size, tally)
    }
    return tally.outcome()
  },
}

const TOKEN = 'a-token-of-the-soak'

const SET_UPS: readonly MockServerOptions[] = [
  {},
  { controlToken: TOKEN },
  { host: '0.0.0.0' },
  { host: '0.0.0.0', controlToken: TOKEN },
  { host: 'localhost' },
  { host: 'localhost', controlToken: TOKEN },
]

/** Returns the headers in which a browser tells which page sends a request. `port` is the port of the server. */
type Page = (port: string) => Readonly<Record<string, string>>

const CROSS = { 'Sec-Fetch-Site': 'cross-site' }

const PAGES: readonly Page[] = [
  () => ({ ...CROSS, Origin: 'https://evil.example' }),
  () => ({ ...CROSS, Origin: 'http://evil.example' }),
  // The origin of a sandboxed frame or a file.
  () => ({ ...CROSS, Origin: 'null' }),
  () => ({ ...CROSS, Origin: 'file://' }),
  () => ({ ...CROSS, Origin: 'chrome-extension://abcdefghijklmnop' }),
  () => ({ 'Sec-Fetch-Site': 'same-site', Origin: 'http://127.0.0.1:1' }),
  () => ({ 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost' }),
  (port) => ({ ...CROSS, Origin: `http://evil.example:${port}` }),
  (port) => ({ ...CROSS, Origin: `http://localhost.evil.example:${port}` }),
  (port) => ({ ...CROSS, Origin: `http://127.0.0.1.evil.example:${port}` }),
  (port) => ({ ...CROSS, Origin: `http://evil.example?localhost:${port}` }),
  (port) => ({ ...CROSS, Origin: `http://192.168.0.1:${port}` }),
  (port) => ({ ...CROSS, Origin: 'https://evil.example', Host: `0.0.0.0:${port}` }),
  // DNS rebinding: the page's host name resolved to another address when the page was loaded, and resolves to this server now.
  (port) => ({ 'Sec-Fetch-Site': 'same-origin', Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` }),
  (port) => ({ 'Sec-Fetch-Site': 'same-origin', Host: `evil.example:${port}` }),
  (port) => ({ 'Sec-Fetch-Site': 'same-origin', Host: `127.0.0.1.evil.example:${port}` }),
]

/** The requests that a page can make a browser send: with an image, a form or a script. */
const REQUESTS: readonly PageRequest[] = [
  { method: 'GET', target: '/__mock/credentials' },
  { method: 'POST', target: '/__mock/reset', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
  { method: 'POST', target: '/__mock/merchants', headers: { 'Content-Type': 'text/plain' }, body: '{"mchid":"666"}' },
  { method: 'DELETE', target: '/__mock/merchants/1900000100/requests' },
  {
    method: 'OPTIONS',
    target: '/__mock/merchants/1900000100/clock',
    headers: { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'content-type' },
  },
]

interface PageRequest {
  readonly method: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

async function visit(mock: MockServer, size: number, tally: Tally): Promise<void> {
  const { port, host } = new URL(mock.url)
  await send(mock.url, await signedRequest(mock.credentials))
  const cases = PAGES.flatMap((page) => REQUESTS.map((request) => ({ page: page(port), request }))).slice(0, size)
  for (const { page, request } of cases) {
    tally.tried()
    const what = await letIn(mock.url, page, request)
    if (what) tally.wrongIs(`${what} at ${mock.url}: ${JSON.stringify({ ...request, headers: { ...request.headers, ...page } })}`)
  }
  const journal = await mock.control.merchant(mock.credentials.mchid).requests()
  if (journal.length !== 1) tally.wrongIs(`a page changed the state at ${mock.url}`)
  // A server that refuses every request would pass the checks above, so the server must let in its own page.
  const own = { 'Sec-Fetch-Site': 'same-origin', Origin: `http://${host}` }
  if ((await letIn(mock.url, own, REQUESTS[0] as PageRequest)) !== 'answered 200')
    tally.wrongIs(`the server's own page is refused at ${mock.url}`)
}

/**
 * Sends a request and tells how the server let it in. Returns `undefined` when the server refused the request and the browser hides the
 * answer from the page.
 */
async function letIn(url: string, page: Readonly<Record<string, string>>, request: PageRequest): Promise<string | undefined> {
  const { method, target, headers = {}, body = '' } = request
  const answer = await send(url, { method, target, headers: { ...headers, ...page }, body: Buffer.from(body) })
  const grants = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))
  if (grants.length > 0) return `granted ${grants}`
  if (answer.headers['cache-control'] !== 'no-store' || answer.headers['x-content-type-options'] !== 'nosniff')
    return 'answered with content that a browser may cache, or whose type it may guess'
  return [401, 403, 405].includes(answer.status) ? undefined : `answered ${answer.status}`
}
