import { Buffer } from 'node:buffer'
import type { HttpAnswer } from './http-exchange.ts'

/**
 * A page of the gateway's nginx.
 *
 * @param title The status and its reason, such as `404 Not Found`.
 * @see https://developers.weixin.qq.com/community/pay/doc/00028e11d3c3f871b82c3bea851000
 */
export function nginxPage(title: string): string {
  return (
    `<html><head><title>${title}</title></head><body bgcolor="white"><center><h1>${title}</h1></center>` +
    '<hr><center>nginx</center></body></html>'
  )
}

/** The Content-Type of an nginx page. */
export const NGINX_TYPE = 'text/html'

/**
 * The answer with a page of the gateway's nginx.
 *
 * @param title The status and its reason, such as `404 Not Found`.
 * @param time Milliseconds since 1970.
 */
export function nginxAnswer(title: string, time: number): HttpAnswer {
  const body = Buffer.from(nginxPage(title))
  const headers = {
    Server: 'nginx',
    Date: new Date(time).toUTCString(),
    'Content-Type': NGINX_TYPE,
    'Content-Length': String(body.length),
  }
  return { status: Number.parseInt(title, 10), headers, body, code: undefined }
}
