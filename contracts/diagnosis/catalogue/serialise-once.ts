/** What to do about a body that is not signed as it is sent. */
export const SERIALISE_ONCE = {
  fix: 'Serialise the body once, sign that string and send that string; a request without a body is signed with an empty one.',
  fix_zh: '报文只序列化一次，签名与发送用同一个字符串；没有报文主体时以空字符串签名。',
}
