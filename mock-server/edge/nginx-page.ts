import { Buffer } from 'node:buffer'
import type { HttpAnswer } from './http-exchange.ts'

/**
 * Returns the HTML of nginx's own page for a status. The real gateway is behind nginx.
 *
 * @param title The status and its reason, such as `404 Not Found`.
 * @see https://developers.weixin.qq.com/community/pay/doc/00028e11d3c3f871b82c3bea851000
 */
function nginxPage(title: string): string {
  return (
    `<html><head><title>${title}</title></head><body bgcolor="white"><center><h1>${title}</h1></center>` +
    '<hr><center>nginx</center></body></html>'
  )
}

/**
 * Returns an answer that contains nginx's own page for a status.
 *
 * @param title The status and its reason, such as `404 Not Found`.
 * @param time Milliseconds since 1970.
 */
export function nginxAnswer(title: string, time: number): HttpAnswer {
  return pageAnswer(Number.parseInt(title, 10), nginxPage(title), time)
}

/** Returns an answer of nginx that contains the given HTML page. */
export function pageAnswer(status: number, page: string, time: number): HttpAnswer {
  const body = Buffer.from(page)
  const headers = { ...nginxHeaders(time), 'Content-Type': 'text/html', 'Content-Length': String(body.length) }
  return { status, headers, body, code: undefined }
}

/** The headers that nginx adds to its own pages and to the gateway's answers. */
export function nginxHeaders(time: number): Record<string, string> {
  return { Server: 'nginx', Date: new Date(time).toUTCString() }
}
