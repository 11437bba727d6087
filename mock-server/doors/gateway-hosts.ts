import { domainToASCII } from 'node:url'

/**
 * The host names of WeChat Pay's gateway. Merchants abroad use the host that begins with `apihk`. The official Java SDK falls back to
 * `api2.wechatpay.cn`.
 */
export const GATEWAY_HOSTS: readonly string[] = [
  'api.mch.weixin.qq.com',
  'api2.mch.weixin.qq.com',
  'apihk.mch.weixin.qq.com',
  'api.wechatpay.cn',
  'api2.wechatpay.cn',
]

/** The domains of WeChat Pay. This server answers for {@link GATEWAY_HOSTS}, and refuses connections to all other hosts in these domains. */
export const WECHAT_PAY_DOMAINS: readonly string[] = ['mch.weixin.qq.com', 'wechatpay.cn']

/** Where a connection to a host goes: to the gateway of this server, nowhere (`forbidden`), or to the host itself (`outside`). */
export type Way = 'gateway' | 'forbidden' | 'outside'

/**
 * Returns where a connection to this host goes. Reads the name as Node.js does: it may have capital letters, a final dot, or full-width
 * punctuation, as in `qq。com`.
 */
export function wayTo(host: string): Way {
  const name = domainToASCII(host).replace(/\.+$/, '')
  if (GATEWAY_HOSTS.includes(name)) return 'gateway'
  return WECHAT_PAY_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`)) ? 'forbidden' : 'outside'
}
