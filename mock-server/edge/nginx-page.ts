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
