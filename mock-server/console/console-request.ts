import type { HttpRequest } from '../edge/http-exchange.ts'

/** The path under which the server offers the files of the console, which is a web page. */
export const CONSOLE_PATH = '/__mock/console/'

/**
 * Whether the console answers a request: the request names a file of the console, or a browser opens the server's address.
 *
 * A browser that opens an address sends `Sec-Fetch-Mode: navigate`. Over plain HTTP to another machine, it sends no `Sec-Fetch-Mode`. The
 * header `Accept` of a browser begins with HTML and XHTML. That of Java's HttpURLConnection also begins with HTML, but XHTML does not
 * follow.
 *
 * @see https://fetch.spec.whatwg.org/#fetch-metadata-headers
 */
export function isConsole({ method, target, headers }: HttpRequest): boolean {
  if (method !== 'GET') return false
  if (target.startsWith(CONSOLE_PATH)) return true
  const { accept = '', 'sec-fetch-mode': mode = 'navigate' } = headers
  return target === '/' && mode === 'navigate' && /^text\/html,\s?application\/xhtml\+xml/i.test(accept)
}
