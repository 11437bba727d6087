// What entries of the catalogue share: pages on which others met the mistakes, and advice.

export const COMMON_SIGNATURE_MISTAKES = 'https://pay.weixin.qq.com/docs/partner/development/verify-signature-faq/error-statcode401.html'
export const HOW_TO_SIGN = 'https://pay.weixin.qq.com/doc/v3/partner/4012365870'
/** A body that was passed as an object, and serialised again when it was sent. */
export const BODY_AS_OBJECT = 'https://developers.weixin.qq.com/community/pay/doc/000e6e989a0d601dd8bcac5575b400'
/** A dict that was signed as Python's `str` writes it. */
export const BODY_AS_DICT = 'https://developers.weixin.qq.com/community/pay/doc/0008225fbe4be0c208ff11c4d5b400'
export const SIGN_NOT_MATCH = 'https://github.com/wechatpay-apiv3/wechatpay-go/issues/235'

/** For a body that was signed in another form than it was sent. */
export const SERIALISE_ONCE = {
  fix: 'Serialise the body once, sign that string and send that string; a request without a body is signed with an empty one.',
  fix_zh: '报文只序列化一次，签名与发送用同一个字符串；没有报文主体时以空字符串签名。',
}
