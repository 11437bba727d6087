import { domainToASCII } from 'node:url'

/**
 * The hosts of the gateway: the official one, its second name, the one abroad, and two in another domain. The official Java SDK falls back to the
 * last one.
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

/** Where a connection to a host goes. */
export type Way = 'gateway' | 'forbidden' | 'outside'

/**
 * Returns where a connection to this host goes. Takes a name as Node.js would look it up: case and a final dot don't matter, and other
 * characters may stand for ASCII, as in `qq。com`.
 */
export function wayTo(host: string): Way {
  const name = domainToASCII(host).replace(/\.+$/, '')
  if (GATEWAY_HOSTS.includes(name)) return 'gateway'
  return WECHAT_PAY_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`)) ? 'forbidden' : 'outside'
}
