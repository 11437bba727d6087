import type { FaultChoice, NotificationFault } from './schemas.ts'

export type Text = readonly [english: string, chinese: string]

/** The kinds of fault that the page offers, by their names in the control API. */
export type FaultKind = 'example' | 'status' | 'latency_ms' | 'wire' | 'signature' | 'certificates' | 'limit'

export const FAULT_KINDS: Readonly<Record<FaultKind, readonly [name: Text, meaning: Text]>> = {
  example: [
    ['documented error', '文档中的错误'],
    [
      'The call is answered with a documented error, with its real text and status.',
      '以文档中的错误应答，状态码和错误描述与微信支付一致。',
    ],
  ],
  status: [
    ['any status', '任意状态码'],
    [
      'The call is answered with this status and body. With an error status and text as body, the answer looks like a page of nginx.',
      '以此状态码和报文应答；状态码为错误、报文为文本时，形同 nginx 的错误页面。',
    ],
  ],
  latency_ms: [
    ['delay', '延迟'],
    [
      'The answer comes later. The call takes effect, so a client that gives up does not know the result.',
      '应答延迟到达。调用已经生效，放弃等待的客户端不知道结果。',
    ],
  ],
  wire: [
    ['wire fault', '连接异常'],
    ['The connection breaks, or the answer has an unusual form.', '连接中断，或应答的形式少见。'],
  ],
  signature: [
    ['wrong signature of the answer', '应答签名有误'],
    [
      'Except with certificate, a client that verifies answers has to refuse this answer.',
      '除 certificate 外，会验签的客户端必须拒绝这个应答。',
    ],
  ],
  certificates: [
    ['unusable platform certificates', '不能用的平台证书'],
    ['Acts only on GET /v3/certificates.', '只对 GET /v3/certificates 生效。'],
  ],
  limit: [
    ['rate limit', '频率限制'],
    ['Lets this many calls through in each period, and refuses the others.', '每个周期只放行指定次数的调用，超出的被拒绝。'],
  ],
}

type Named<Name extends keyof FaultChoice> = Readonly<Record<NonNullable<FaultChoice[Name]> & string, Text>>

/** What each value of the field `wire` of a fault does. */
export const WIRE_FAULTS: Named<'wire'> = {
  reset: ['cuts the connection with RST', '以 RST 断开连接'],
  close: ['closes before the answer', '应答前关闭连接'],
  close_mid_body: ['closes in the middle of the body', '报文中途关闭连接'],
  silent: ['never answers', '一直不应答'],
  garbage: ['sends bytes that are not HTTP', '发送不是 HTTP 的内容'],
  doubled_headers: ['sends each Wechatpay- header twice', 'Wechatpay- 应答头各发两次'],
  gzip: ['compresses the body', '压缩报文'],
  no_content: ['sends the body with the status 204', '以 204 发出报文'],
}

/** What each value of the field `signature` of a fault does. */
export const SIGNATURE_FAULTS: Named<'signature'> = {
  probe: ['signature begins with WECHATPAY/SIGNTEST/', '签名以 WECHATPAY/SIGNTEST/ 开头（签名探测）'],
  tampered: ['one bit of the signature is changed', '改动签名的一位'],
  other_body: ['signs another body', '对另一个报文签名'],
  tampered_body: ['changes the body after signing', '签名后改动报文'],
  expired: ['timestamp ten minutes old', '时间戳是十分钟前的'],
  future: ['timestamp ten minutes ahead', '时间戳是十分钟后的'],
  unknown_serial: ['names a platform certificate that does not exist', '证书序列号不存在'],
  own_certificate: ["signs with the merchant's own key", '用商户自己的私钥签名'],
  certificate: ['signs with the platform certificate, even if the request names the public key', '即使请求指定公钥，也用平台证书签名'],
  missing_headers: ['leaves out the Wechatpay- headers', '去掉 Wechatpay- 开头的 HTTP 头'],
  no_signature: ['leaves out only the signature', '只去掉签名'],
  empty_headers: ['sends the Wechatpay- headers without values', 'Wechatpay- 开头的 HTTP 头为空'],
  wrong_charset: ['writes and signs in UTF-16', '以 UTF-16 书写并签名'],
}

/** What each value of the field `certificates` of a fault does. */
export const CERTIFICATE_FAULTS: Named<'certificates'> = {
  wrong_key: ['encrypted with another APIv3 key', '用另一个 APIv3 密钥加密'],
  expired: ['the validity is over', '已过有效期'],
}

const { certificate: _, ...forgeries } = SIGNATURE_FAULTS

/** What each fault does to one attempt to send a notification. */
export const ATTEMPT_FAULTS: Readonly<Record<Exclude<NotificationFault, 'duplicate' | 'out_of_order'>, Text>> = {
  ...forgeries,
  wrong_key: ['encrypted with another APIv3 key', '用另一个 APIv3 密钥加密'],
  other_associated_data: ['encrypted with other associated data', '加密所用的附加数据与通知中给出的不一致'],
  slow: ['pauses two seconds in the middle of the body', '报文中途停顿两秒'],
  cut: ['cuts the connection in the middle of the body', '报文中途断开连接'],
}

/** What each fault does to a notification. */
export const NOTIFICATION_FAULTS: Readonly<Record<NotificationFault, Text>> = {
  duplicate: ['is sent once more after it succeeded', '成功后再发送一次'],
  out_of_order: ['is held back until the next one has been sent', '等下一个通知发出后才发送'],
  ...ATTEMPT_FAULTS,
}
