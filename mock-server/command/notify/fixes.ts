/** A rule for a notification handler, in English and Chinese. */
export interface NotifyFix {
  readonly rule: string
  readonly rule_zh: string
}

export type NotifyFixName = 'keys' | 'again' | 'raw' | 'signature' | 'age' | 'key' | 'resource' | 'header_names' | 'whole_body' | 'still'

/**
 * The rules for notification handlers. The command prints the rules that a handler breaks.
 *
 * @see https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html
 */
export const NOTIFY_FIXES: Readonly<Record<NotifyFixName, NotifyFix>> = {
  keys: {
    rule: 'Answer 200 or 204 within 5 s to a notification you can verify and decrypt.',
    rule_zh: '验签和解密通过的通知，须在 5 秒内应答 200 或 204。',
  },
  again: {
    rule: 'Answer 200 or 204 to an id that was handled before, and do nothing else.',
    rule_zh: '重复收到已处理过的通知 id 时，不再处理，直接应答 200 或 204。',
  },
  raw: {
    rule: "Verify the bytes received; don't parse the body and write it again.",
    rule_zh: '用收到的原始报文验签，不要解析后再序列化。',
  },
  signature: {
    rule: 'Check the signature of every notification: timestamp, nonce and raw body.',
    rule_zh: '每个通知都要验签，验签名串由时间戳、随机串和收到的原始报文主体组成。',
  },
  age: {
    rule: 'Refuse a Wechatpay-Timestamp over 5 minutes before or after the current time.',
    rule_zh: 'Wechatpay-Timestamp 与当前时间相差超过 5 分钟，就拒绝通知。',
  },
  key: {
    rule: "Look up Wechatpay-Serial in WeChat Pay's keys; refuse an unknown serial.",
    rule_zh: '按 Wechatpay-Serial 查找微信支付公钥或平台证书，找不到就拒绝通知。',
  },
  resource: {
    rule: "Answer with 4xx or 5xx when the resource can't be decrypted.",
    rule_zh: 'resource 解密失败时，应答 4xx 或 5xx。',
  },
  header_names: {
    rule: 'Look headers up without regard to the case of their letters.',
    rule_zh: '读取请求头时不要区分大小写。',
  },
  whole_body: {
    rule: 'Read the body to its end, however many pieces it comes in.',
    rule_zh: '报文可能分多次到达，要读到结尾。',
  },
  still: {
    rule: 'Accept valid notifications after forged ones, too: set no rate limit.',
    rule_zh: '收到伪造的通知之后，仍要接受正确的通知（不要限流）：一概拒绝说明不了什么。',
  },
}
