import type { Forgery } from '../../notifications/forge-notification.ts'
import type { ScoredCase } from '../scorecard/scorecard.ts'
import type { NotifyFixName } from './fixes.ts'

/** One kind of notification that a handler gets, and how the handler should react. */
export interface NotifyCase extends ScoredCase {
  readonly fix?: NotifyFixName
  readonly forgery?: Forgery
  /** The kind of key that signs the notification. The case is left out if the other notifications are signed with the same kind of key. */
  readonly key?: 'certificate' | 'public_key'
  /** Whether the case sends the valid notification a second time. */
  readonly again?: true
  /** Changes the text of the body before it is signed. */
  readonly write?: (body: string) => string
  readonly lowerCase?: true
  readonly wire?: 'slow' | 'cut'
}

const NO_ATTACK = { attack: '', attack_zh: '' } as const
const CHANGE = { attack: 'change what was paid', attack_zh: '篡改支付结果', fix: 'signature' } as const
const MAKE = { attack: 'report payments never made', attack_zh: '伪造支付成功', fix: 'signature' } as const
const REPLAY = { attack: 'replay old notifications', attack_zh: '重放旧通知', fix: 'age' } as const
const SIGN = { attack: 'sign with a foreign key', attack_zh: '用其他密钥签名', fix: 'key' } as const
const RESOURCE = { attack: 'have nonsense acknowledged', attack_zh: '无效的通知被当作已收到', fix: 'resource' } as const

/** The cases, in the order in which they are tried. */
export const NOTIFY_CASES: readonly NotifyCase[] = [
  believed('valid', 'valid notification', '正确的通知', 'keys', {}),
  believed('duplicate', 'valid notification again', '同一通知再次送达', 'again', { again: true }),
  believed('printed_body', 'body in another JSON format', '另一种写法的 JSON', 'raw', { write: printed }),
  believed('lower_case', 'header names in lower case', '小写的请求头名', 'header_names', { lowerCase: true }),
  believed('slow', 'half of the body 2 s later', '后一半报文迟到两秒', 'whole_body', { wire: 'slow' }),
  believed('cut', 'valid, after a cut connection', '中途断开后的下一个通知', 'whole_body', { wire: 'cut' }),
  either('public_key', 'signed with the public key', '用公钥签名', { key: 'public_key' }),
  either('certificate', 'signed with the certificate', '用证书签名', { key: 'certificate' }),
  refused('tampered_body', 'changed body', '报文被改动', CHANGE),
  refused('other_body', 'signature of another body', '另一报文的签名', CHANGE),
  refused('tampered', 'changed signature', '签名被改动', MAKE),
  refused('probe', 'probe of WeChat Pay', '微信支付的探测', MAKE),
  refused('missing_headers', 'no signature headers', '没有签名请求头', MAKE),
  refused('no_signature', 'no Wechatpay-Signature', '缺少 Wechatpay-Signature', MAKE),
  refused('empty_headers', 'empty signature headers', '签名请求头为空', MAKE),
  { ...refused('tampered', 'forged body that is not JSON', '伪造的非 JSON 报文', MAKE), id: 'not_json', write: () => 'not JSON' },
  refused('expired', 'ten minutes old', '十分钟前的时间戳', REPLAY),
  refused('future', 'ten minutes ahead', '十分钟后的时间戳', REPLAY),
  refused('unknown_serial', 'unknown serial number', '未知的序列号', SIGN),
  refused('own_certificate', "the merchant's own key", '商户自己的密钥', SIGN),
  refused('wrong_key', 'wrong APIv3 key', 'APIv3 密钥不符', RESOURCE),
  refused('other_associated_data', 'other associated data', '附加数据不符', RESOURCE),
  // After the forgeries, a rate limit, for example, can make the handler refuse everything. If it refuses this valid notification, its
  // earlier refusals do not prove that it recognises a forgery.
  believed('afterwards', 'valid, after the forgeries', '伪造通知之后的正确通知', 'still', {}),
]

type Attack = Pick<NotifyCase, 'attack' | 'attack_zh'> & { readonly fix: NotifyFixName }
type What = Partial<Pick<NotifyCase, 'key' | 'again' | 'write' | 'lowerCase' | 'wire'>>

function believed(id: string, title: string, title_zh: string, fix: NotifyFixName, what: What): NotifyCase {
  return { id, title, title_zh, wanted: 'believe', ...NO_ATTACK, fix, ...what }
}

function either(id: string, title: string, title_zh: string, what: What): NotifyCase {
  return { id, title, title_zh, wanted: 'either', ...NO_ATTACK, ...what }
}

function refused(forgery: Forgery, title: string, title_zh: string, attack: Attack): NotifyCase {
  return { id: forgery, title, title_zh, wanted: 'refuse', ...attack, forgery }
}

/**
 * Writes the same JSON with blanks, escapes and a final line feed. A handler that parses this body and serialises it again gets bytes that
 * differ from the signed bytes.
 */
function printed(body: string): string {
  const escaped = JSON.stringify(JSON.parse(body), null, 2).replace(/[^ -~\n]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `${escaped.replaceAll('/', '\\/')}\n`
}
