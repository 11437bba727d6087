import type { NotifyResult } from './try-notifications.ts'

/** Lines of text, each in English and Chinese. */
type Lines = readonly [english: string, chinese: string][]

/**
 * Says why a handler probably refused a valid notification.
 *
 * @param serial The serial number or ID of the key that signed the notification.
 */
export function whyRefused({ status }: NotifyResult, serial: string): Lines {
  // A 2xx counts as refused when the answer is not complete.
  if (status === null || (status >= 200 && status < 300))
    return [['WeChat Pay waits 5 seconds for an answer, then sends the notification again.', '微信支付最多等 5 秒，之后会重发。']]
  if (status >= 300 && status < 400) return [['It redirects. WeChat Pay follows no redirect.', '处理程序返回重定向，微信支付不会跟随。']]
  return BY_STATUS[status] ?? keysOrOrder(serial)
}

const BY_STATUS: Readonly<Record<number, Lines>> = {
  404: [['Likely: the handler has another path.', '可能原因：处理程序的路径不是这个。']],
  405: [['Likely: this path takes no POST.', '可能原因：该路径不接受 POST。']],
  413: [['Likely: its limit for bodies is too small.', '可能原因：报文大小上限过小。']],
  415: [['Likely: it does not accept application/json.', '可能原因：不接受 application/json。']],
  419: [['Likely: a check of CSRF tokens comes before the handler.', '可能原因：请求先被 CSRF 校验拦截。']],
}

function keysOrOrder(serial: string): Lines {
  return [
    [
      "Likely: it lacks the mock server's APIv3 key or the key of Wechatpay-Serial",
      '可能原因：没有配置沙箱的 APIv3 密钥，或以下 Wechatpay-Serial 对应的密钥',
    ],
    [`${serial}.`, `${serial}。`],
    [
      'Both are in .wechatpay-mock/credentials.json, which the start command writes.',
      '两者都在 start 写出的 .wechatpay-mock/credentials.json 里。',
    ],
    ['Or it does not find the order: give another order with --resource.', '或者查不到通知里的订单：可用 --resource 指定内容。'],
  ]
}
