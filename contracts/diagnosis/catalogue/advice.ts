// Links and fixes for the mistakes in the catalogue.

export const COMMON_SIGNATURE_MISTAKES = 'https://pay.weixin.qq.com/docs/partner/development/verify-signature-faq/error-statcode401.html'
export const HOW_TO_SIGN = 'https://pay.weixin.qq.com/doc/v3/partner/4012365870'
/** A thread about a body that was passed as an object and serialised again when it was sent. */
export const BODY_AS_OBJECT = 'https://developers.weixin.qq.com/community/pay/doc/000e6e989a0d601dd8bcac5575b400'
/** A thread about a Python dict that was signed as `str()` writes it. */
export const BODY_AS_DICT = 'https://developers.weixin.qq.com/community/pay/doc/0008225fbe4be0c208ff11c4d5b400'
export const SIGN_NOT_MATCH = 'https://github.com/wechatpay-apiv3/wechatpay-go/issues/235'

/** The fix for a Python client that signed one text and sent another. */
export const JSON_DUMPS_ONCE = {
  fix: 'Call json.dumps once, sign that string and send it: data=body.encode(), not json=.',
  fix_zh: '只调用一次 json.dumps，签名和发送用同一个字符串：data=body.encode()，不要用 json=。',
}

/** The fix for a body that was signed in one form but sent in another. */
export const SERIALISE_ONCE = {
  fix: 'Serialise the body once, then sign and send that same string. If the request has no body, sign an empty string.',
  fix_zh: '报文主体只序列化一次，签名和发送用同一个字符串；没有报文主体时，按空字符串签名。',
}
