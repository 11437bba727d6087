import type { HttpRequest } from '../edge/http-exchange.ts'

/** The folder of the page's files. */
export const CONSOLE_PATH = '/__mock/console/'

/**
 * Whether a request is for a file of the console, or comes from a browser that opens the server's address. Such a browser sends
 * `Sec-Fetch-Mode: navigate`, or no `Sec-Fetch-Mode` over plain HTTP to another machine. The Accept of a browser begins with HTML
 * and XHTML; the Accept of Java's HttpURLConnection begins with HTML, but XHTML does not follow.
 *
 * @see https://fetch.spec.whatwg.org/#fetch-metadata-headers
 */
export function isConsole({ method, target, headers }: HttpRequest): boolean {
  if (method !== 'GET') return false
  if (target.startsWith(CONSOLE_PATH)) return true
  const { accept = '', 'sec-fetch-mode': mode = 'navigate' } = headers
  return target === '/' && mode === 'navigate' && /^text\/html,\s?application\/xhtml\+xml/i.test(accept)
}
