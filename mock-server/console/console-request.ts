import type { HttpRequest } from '../edge/http-exchange.ts'

/** The folder of the page's files. */
export const CONSOLE_PATH = '/__mock/console/'

/**
 * Whether a browser opens the server's address as a page, or the page asks for one of its files. When a browser opens a page, its `Sec-Fetch-Mode` is
 * `navigate`, or missing over plain HTTP to another machine. Its Accept has to name XHTML too, because the Accept of Java's HttpURLConnection also
 * begins with text/html.
 *
 * @see https://fetch.spec.whatwg.org/#fetch-metadata-headers
 */
export function isConsole({ method, target, headers }: HttpRequest): boolean {
  if (method !== 'GET') return false
  if (target.startsWith(CONSOLE_PATH)) return true
  const { accept = '', 'sec-fetch-mode': mode = 'navigate' } = headers
  return target === '/' && mode === 'navigate' && /^text\/html,\s?application\/xhtml\+xml/i.test(accept)
}
