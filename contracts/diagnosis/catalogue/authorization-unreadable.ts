import type { Mistake } from '../mistake.ts'

/** How long a header may be that is looked into, in characters; a right one has about 600. */
export const LONGEST_HEADER = 4_096

/** What is said of a header that no mistake of the list explains. */
export const authorizationUnreadable: Mistake = {
  id: 'authorization-unreadable',
  message: 'The Authorization header is not of the form of WeChat Pay. Of its five fields, these could be read: {names}.',
  message_zh: 'Authorization 头不符合微信支付的格式。五项签名信息中可以读出的有：{names}。',
  fix: 'Send it as WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…": plain text, neither JSON nor URL-encoded.',
  fix_zh:
    '请按以下格式发送：WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"；应为纯文本，不要用 JSON，也不要做 URL 编码。',
  source: 'https://github.com/wechatpay-apiv3/wechatpay-go/issues/228',
}
