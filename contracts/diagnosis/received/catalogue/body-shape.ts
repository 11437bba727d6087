import type { Mistake } from '../../mistake.ts'
import { KEEP_UTF_8, VERIFY_THE_BYTES } from './advice.ts'

// Mistakes that the body or its length shows. The diagnosis can name them even when it can't restore the body that was signed.

export const BODY_EMPTY: Mistake = {
  id: 'received-body-empty',
  message: 'The body is empty, but with these headers, WeChat Pay did not sign an empty body.',
  message_zh: '报文主体是空的，但微信支付用这些头签名时，报文主体不是空的。',
  fix: 'A body can be read only once, and a framework or a filter may have read this one. Keep the bytes where they are read first, and verify them. If the message has no body (204), take the headers of that same message.',
  fix_zh:
    '报文主体只能读取一次，框架或过滤器可能已经读过了：在最先读取的地方保存字节，用它验签。如果报文本来就没有主体（204），请取同一个报文的头。',
}

export const BODY_LENGTH: Mistake = {
  id: 'received-body-length',
  message: 'The body has {bytes} bytes, but Content-Length is {length}.',
  message_zh: '报文主体有 {bytes} 字节，而 Content-Length 是 {length}。',
  ...VERIFY_THE_BYTES,
}

export const BODY_IS_THE_RESOURCE: Mistake = {
  id: 'received-body-is-the-resource',
  message: 'The body is only the encrypted part of a message (algorithm, ciphertext, nonce), such as the resource of a notification.',
  message_zh: '报文主体只是报文中的加密部分（algorithm、ciphertext、nonce），例如回调中的 resource，不是完整的报文。',
  ...VERIFY_THE_BYTES,
}

export const BODY_IS_DECRYPTED: Mistake = {
  id: 'received-body-is-decrypted',
  message: 'The body is what the resource of a notification contains after decryption, not the notification that was received.',
  message_zh: '报文主体是回调中 resource 解密后的内容，不是收到的回调报文。',
  ...VERIFY_THE_BYTES,
}

export const BODY_PRINTED: Mistake = {
  id: 'received-body-printed',
  message: 'The body is the text {text}: the program converted a value to text instead of taking the bytes received.',
  message_zh: '报文主体是文本 {text}：把某个值转成了文本，不是收到的字节。',
  ...VERIFY_THE_BYTES,
}

export const CHARACTERS_LOST: Mistake = {
  id: 'received-body-characters-lost',
  message:
    'The body contains {text}, which programs write instead of characters that an encoding lacks. If other characters were signed, they are lost.',
  message_zh: '报文主体中有 {text}，编码不支持某个字符时，程序会写成这样；如果被签名的是其他字符，原文已经丢失。',
  ...KEEP_UTF_8,
}

/** For a body that was given as an object. Nothing shows how the object was originally serialised. */
export const BODY_PARSED: Mistake = {
  id: 'received-body-parsed',
  message:
    'The body was parsed into an object, so the bytes that were received are lost. No usual way to serialise the object fits the signature.',
  message_zh: '报文主体已解析成对象，收到的原文没有保留；按常见写法重新序列化都与签名不符。',
  ...VERIFY_THE_BYTES,
}
