import type { HttpRequest } from '../edge/http-exchange.ts'

/** The folder of the page's files. */
export const CONSOLE_PATH = '/__mock/console/'

/**
 * Whether a browser opens the server's address as a page, or the page asks for one of its files. A browser says `navigate`, except to plain HTTP on
 * another machine, where it sends no `Sec-Fetch-Mode`. Java's HttpURLConnection, whose Accept also begins with text/html, does not name XHTML.
 *
 * @see https://fetch.spec.whatwg.org/#fetch-metadata-headers
 */
export function isConsole({ method, target, headers }: HttpRequest): boolean {
  if (method !== 'GET') return false
  if (target.startsWith(CONSOLE_PATH)) return true
  const { accept = '', 'sec-fetch-mode': mode = 'navigate' } = headers
  return target === '/' && mode === 'navigate' && /^text\/html,\s?application\/xhtml\+xml/i.test(accept)
}
