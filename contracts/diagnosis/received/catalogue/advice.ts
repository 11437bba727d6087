import type { Mistake } from '../../mistake.ts'

// Links and fixes for the mistakes that the other files of this folder list. Several mistakes share each link and fix.

type Advice = Required<Pick<Mistake, 'fix' | 'fix_zh' | 'source'>>

export const HOW_TO_VERIFY = 'https://pay.weixin.qq.com/doc/v3/merchant/4013053420'
export const ABOUT_NOTIFICATIONS = 'https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html'
export const ABOUT_THE_PUBLIC_KEY = 'https://pay.weixin.qq.com/doc/v3/partner/4012925289'

/** The fix for a body that differs from the bytes received. */
export const VERIFY_THE_BYTES: Advice = {
  fix: 'Verify the bytes received, before anything parses or converts them: the raw body in Node, $request->getContent() or php://input in PHP, request.body in Python, io.ReadAll in Go, getInputStream in Java.',
  fix_zh:
    '在解析、转换之前，用收到的原始字节验签：Node 用原始报文，PHP 用 $request->getContent() 或 php://input，Python 用 request.body，Go 用 io.ReadAll，Java 用 getInputStream。',
  source: HOW_TO_VERIFY,
}

/** The fix for headers that were changed, or mixed up with those of another message, before they were verified. */
export const TAKE_HEADERS_UNCHANGED: Advice = {
  fix: 'Take the four Wechatpay-… headers of one message, unchanged.',
  fix_zh: '从同一个报文中取四个 Wechatpay-… 头，原样使用。',
  source: HOW_TO_VERIFY,
}

/** The fix for a body whose text was garbled or lost characters. */
export const KEEP_UTF_8: Advice = {
  fix: 'Verify the bytes received. Where the program needs text, decode it as UTF-8: new String(bytes, StandardCharsets.UTF_8), EntityUtils.toString(entity, UTF_8), response.encoding = "utf-8".',
  fix_zh:
    '用收到的原始字节验签。需要文本时按 UTF-8 解码：new String(bytes, StandardCharsets.UTF_8)、EntityUtils.toString(entity, UTF_8)、response.encoding = "utf-8"。',
  source: HOW_TO_VERIFY,
}
