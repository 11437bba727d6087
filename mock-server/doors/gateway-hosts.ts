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

/** The domains of WeChat Pay. No connection to their hosts goes out: this server answers for {@link GATEWAY_HOSTS}, and refuses all others. */
export const WECHAT_PAY_DOMAINS: readonly string[] = ['mch.weixin.qq.com', 'wechatpay.cn']

/** Where a connection to a host goes. */
export type Way = 'gateway' | 'forbidden' | 'outside'

/**
 * Returns where a connection to this host goes: to the mock server, nowhere, or out. Takes a name as Node.js would look it up: in any case, with or
 * without a final dot, and with characters that stand for ASCII, as in `qq。com`.
 */
export function wayTo(host: string): Way {
  const name = domainToASCII(host).replace(/\.+$/, '')
  if (GATEWAY_HOSTS.includes(name)) return 'gateway'
  return WECHAT_PAY_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`)) ? 'forbidden' : 'outside'
}
