import type { HttpRequest } from '../edge/http-exchange.ts'

/** The folder of the page's files. */
export const CONSOLE_PATH = '/__mock/console/'

/**
 * Whether a browser opens the server's address, or the console page asks for one of its files. A browser that opens an address sends `Sec-Fetch-Mode:
 * navigate`, or no `Sec-Fetch-Mode` over plain HTTP to another machine. Its Accept begins with HTML and XHTML. HTML alone does not show a browser:
 * the Accept of Java's HttpURLConnection begins with it, too.
 *
 * @see https://fetch.spec.whatwg.org/#fetch-metadata-headers
 */
export function isConsole({ method, target, headers }: HttpRequest): boolean {
  if (method !== 'GET') return false
  if (target.startsWith(CONSOLE_PATH)) return true
  const { accept = '', 'sec-fetch-mode': mode = 'navigate' } = headers
  return target === '/' && mode === 'navigate' && /^text\/html,\s?application\/xhtml\+xml/i.test(accept)
}
