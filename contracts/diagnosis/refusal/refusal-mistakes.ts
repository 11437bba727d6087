import { SERIALISE_ONCE } from '../catalogue/advice.ts'
import { SPECIFY_UTF_8 } from '../catalogue/body-bytes.ts'
import type { Mistake } from '../mistake.ts'

// Differences between the signature message (待签名串) that the gateway built and the client's signature message. They are reported when
// the catalogue of signing mistakes does not explain the difference. In the texts, `{yours}`
// is "the signed string" or "the pasted request".

const SAME_VALUES = {
  fix: 'Compare the refusal with the string that your code signed for that same request. If both belong to one attempt, take the time and the random string once, and use the same values in the signature message and in Authorization.',
  fix_zh: '请用同一次请求中实际签名的字符串来比较。如果确实是同一次请求，时间和随机串只取一次，待签名串和 Authorization 用同一个值。',
}

export const OTHER_ATTEMPT: Mistake = {
  id: 'refusal-of-another-attempt',
  message:
    'The refused request had the timestamp {arrived} and random string {nonce}; {yours} has {own} and {own_nonce}. Either {yours} belongs to another attempt, or your program generated each value twice.',
  message_zh:
    '被拒绝的请求的时间戳是 {arrived}、随机串是 {nonce}，{yours_zh}中是 {own} 和 {own_nonce}：不是同一次请求，或这两个值取了两次。',
  ...SAME_VALUES,
}

export const OTHER_TIMESTAMP: Mistake = {
  id: 'refusal-other-timestamp',
  message: 'The refused request had the timestamp {arrived}, but {yours} has {own}.',
  message_zh: '被拒绝的请求的时间戳是 {arrived}，{yours_zh}中是 {own}。',
  ...SAME_VALUES,
}

export const OTHER_NONCE: Mistake = {
  id: 'refusal-other-nonce',
  message: 'The refused request had the random string {nonce}, but {yours} has {own_nonce}.',
  message_zh: '被拒绝的请求的随机串是 {nonce}，{yours_zh}中是 {own_nonce}。',
  ...SAME_VALUES,
}

export const OTHER_METHOD: Mistake = {
  id: 'refusal-other-method',
  message: 'The request arrived with the method {arrived}, but {yours} has {own}.',
  message_zh: '网关收到的请求方法是 {arrived}，{yours_zh}中是 {own}。',
  fix: 'Sign the method that you send: {arrived}.',
  fix_zh: '签名时用实际发送的请求方法：{arrived}。',
}

export const OTHER_TARGET: Mistake = {
  id: 'refusal-other-url',
  message: 'The request arrived with the URL {arrived}, but {yours} has {own}',
  message_zh: '网关收到的 URL 是 {arrived}，{yours_zh}中是 {own}',
  fix: 'Sign the path and query exactly as they are sent. If the URL that leaves your program is the one that you signed, a proxy changes it.',
  fix_zh: '对实际发送的路径和查询参数签名。如果程序发出的 URL 就是签名时的 URL，则是代理改动了它。',
}

export const OTHER_LINES: Mistake = {
  id: 'refusal-other-lines',
  message:
    'The lines before the body of your message differ from the four lines that the gateway built, and no known mistake explains the difference.',
  message_zh: '待签名串中，报文主体之前的各行与网关构造的四行不同，没有已知的错误能解释。',
  fix: 'Put these lines into the message, each with a line feed after it: method, URL (path and query), timestamp, random string, body.',
  fix_zh: '待签名串各行依次为：请求方法、URL（路径和查询参数）、时间戳、随机串、报文主体，每行末尾都有换行符。',
}

export const BODY_DID_NOT_ARRIVE: Mistake = {
  id: 'refusal-body-missing',
  message: 'In {yours} the body has {own} bytes, but the gateway verified an empty body.',
  message_zh: '{yours_zh}的报文主体有 {own} 个字节，而网关验签时的报文主体为空。',
  fix: 'Send the same bytes that you sign, with POST, PUT or PATCH, and with a Content-Length that counts them. In a multipart upload, sign and send the part "meta".',
  fix_zh: '用 POST、PUT 或 PATCH 发送与签名时完全相同的字节，Content-Length 与之一致。上传文件时，对 meta 部分签名，并发送它。',
}

export const BODY_IN_CHARACTERS: Mistake = {
  id: 'refusal-body-in-characters',
  message:
    'In {yours} the body has {own} bytes and {characters} characters, and {arrived} bytes arrived: probably, Content-Length counted characters, or each character that is not ASCII became one byte, such as a question mark.',
  message_zh:
    '{yours_zh}的报文主体有 {own} 个字节、{characters} 个字符，网关收到 {arrived} 个字节：很可能是 Content-Length 按字符数计算，或每个中文字符都变成了一个字节，例如问号。',
  fix: 'Send the body as UTF-8, and let the HTTP library set Content-Length, or count bytes: Buffer.byteLength(body), body.getBytes(UTF_8).length, len(body.encode()).',
  fix_zh:
    '报文主体用 UTF-8 发送；由 HTTP 库设置 Content-Length，或按字节数计算：Buffer.byteLength(body)、body.getBytes(UTF_8).length、len(body.encode())。',
}

export const BODY_IN_GBK: Mistake = {
  id: 'refusal-body-in-gbk',
  message: 'In {yours} the body has {own} bytes, and {arrived} bytes arrived, which is the length of this body in GBK.',
  message_zh: '{yours_zh}的报文主体有 {own} 个字节，网关收到 {arrived} 个字节，正好是它用 GBK 编码的长度。',
  ...SPECIFY_UTF_8,
}

export const BODY_SERIALISED_AGAIN: Mistake = {
  id: 'refusal-body-serialised-again',
  message:
    'In {yours} the body has {own} bytes, and {arrived} bytes arrived, which is the length of the same JSON written as {layout}: the body was probably serialised again.',
  message_zh:
    '{yours_zh}的报文主体有 {own} 个字节，网关收到 {arrived} 个字节，正好是同一 JSON 写成{layout_zh}的长度：报文主体很可能被再次序列化。',
  ...SERIALISE_ONCE,
}

export const BODY_OF_OTHER_LENGTH: Mistake = {
  id: 'refusal-body-other-length',
  message: 'In {yours} the body has {own} bytes, but {arrived} bytes arrived, which begin with `{start}`',
  message_zh: '{yours_zh}的报文主体有 {own} 个字节，而网关收到 {arrived} 个字节，开头是「{start_zh}」',
  ...SERIALISE_ONCE,
}

export const BODY_BEGINS_DIFFERENTLY: Mistake = {
  id: 'refusal-body-other-start',
  message: 'In {yours} the body begins with `{own}`, but what arrived begins with `{start}`',
  message_zh: '{yours_zh}的报文主体开头是「{own_zh}」，而网关收到的开头是「{start_zh}」',
  ...SERIALISE_ONCE,
}

export const BODY_ONE_BYTE_LONGER: Mistake = {
  id: 'refusal-body-one-byte-longer',
  message:
    'In {yours} the body has {own} bytes, but one byte more arrived: usually a line feed at the end of the body, or a different value in the body.',
  message_zh: '{yours_zh}的报文主体有 {own} 个字节，网关收到的多一个字节：通常是末尾的换行符，或某个值不同。',
  fix: 'Sign the bytes that you send, or trim the body before you sign and send it.',
  fix_zh: '对实际发送的字节签名；或先去掉首尾空白，再签名和发送。',
}
