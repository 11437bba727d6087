import type { FaultChoice } from '../../faults/check-fault.ts'
import type { ScoredCase } from '../scorecard/scorecard.ts'
import type { FixName } from './fixes.ts'

/** One kind of answer that a client gets, and how the client should react. */
export interface AuditCase extends ScoredCase {
  readonly fix?: FixName
  /** How the answer differs from a valid answer; omitted for the valid answer. */
  readonly fault?: Omit<FaultChoice, 'operation' | 'times'>
  /** Which answers have the fault. `certificates`: those to the certificate download. Omitted: those to the client's other calls. */
  readonly answers?: 'certificates'
  /** Whether the case applies only to a client that asks for answers signed with the public key. */
  readonly needsPublicKey?: true
}

/** A placeholder for the address of a second host, to which an answer redirects the client. The audit puts in the real address. */
export const OTHER_HOST = 'http://other-host.invalid/'

const CHANGE = { attack: 'change any answer', attack_zh: '篡改任何应答', fix: 'signature' } as const
const MAKE = { attack: 'make up any answer', attack_zh: '伪造任何应答', fix: 'signature' } as const

const REPLAY = { attack: 'replay an old answer', attack_zh: '重放旧应答', fix: 'age' } as const
const SIGN = { attack: 'sign with a foreign key', attack_zh: '用其他密钥签名', fix: 'key' } as const
const ELSEWHERE = { attack: 'answer from a foreign host', attack_zh: '从其他主机应答', fix: 'redirect' } as const
const OLD_KEY = { attack: 'use a key that leaked once', attack_zh: '使用早已泄露的密钥', fix: 'validity' } as const

/** The cases, in the order in which they are tried. */
export const CASES: readonly AuditCase[] = [
  { id: 'right', title: 'right answer', title_zh: '正确的应答', wanted: 'believe', attack: '', attack_zh: '' },
  refused('tampered_body', 'changed body', '报文被改动', CHANGE, { signature: 'tampered_body' }),
  refused('other_body', 'signature of another body', '另一报文的签名', CHANGE, { signature: 'other_body' }),
  refused('tampered', 'changed signature', '签名被改动', MAKE, { signature: 'tampered' }),
  refused('probe', 'probe of WeChat Pay', '微信支付的探测', MAKE, { signature: 'probe' }),
  refused('unsigned', 'no signature headers', '没有签名应答头', MAKE, { signature: 'missing_headers' }),
  refused('no_signature', 'no Wechatpay-Signature', '缺少 Wechatpay-Signature', MAKE, { signature: 'no_signature' }),
  refused('empty_headers', 'empty signature headers', '签名应答头为空', MAKE, { signature: 'empty_headers' }),
  refused('expired', 'ten minutes old', '十分钟前的时间戳', REPLAY, { signature: 'expired' }),
  refused('future', 'ten minutes ahead', '十分钟后的时间戳', REPLAY, { signature: 'future' }),
  refused('unknown_serial', 'unknown serial number', '未知的序列号', SIGN, { signature: 'unknown_serial' }),
  refused('own_certificate', "the merchant's own key", '商户自己的密钥', SIGN, { signature: 'own_certificate' }),
  refused('redirect', 'redirect to another host', '重定向到其他域名', ELSEWHERE, { status: 307, location: OTHER_HOST }),
  refused(
    'cut',
    'cut in the middle',
    '报文中途断开',
    { ...CHANGE, attack: 'cut answers short', attack_zh: '截断应答' },
    { wire: 'close_mid_body' },
  ),
  either('doubled_headers', 'doubled headers', '应答头重复', { wire: 'doubled_headers' }),
  either('no_content', '204 with a body', '204 带报文', { wire: 'no_content' }),
  either('gzip', 'compressed body', '压缩的报文', { wire: 'gzip' }),
  either('slow', 'two seconds late', '迟到两秒', { latency_ms: 2_000 }),
  {
    ...either('certificate', 'certificate, not public key', '用证书而非公钥签名', { signature: 'certificate' }),
    needsPublicKey: true,
  },
  certificates({
    ...either('first_certificates', 'certificates: bad signature', '平台证书：签名有误', { signature: 'tampered' }),
    attack: 'replay an old list',
    attack_zh: '重放旧的证书列表',
  }),
  certificates(refused('wrong_key', 'certificates: wrong APIv3 key', '平台证书：APIv3 密钥不符', MAKE, { certificates: 'wrong_key' })),
  certificates(refused('expired_certificate', 'certificates: expired', '平台证书：已过期', OLD_KEY, { certificates: 'expired' })),
]

type Attack = Pick<AuditCase, 'attack' | 'attack_zh'> & { readonly fix: FixName }

function refused(id: string, title: string, title_zh: string, attack: Attack, fault: NonNullable<AuditCase['fault']>): AuditCase {
  return { id, title, title_zh, wanted: 'refuse', ...attack, fault }
}

function either(id: string, title: string, title_zh: string, fault: NonNullable<AuditCase['fault']>): AuditCase {
  return { id, title, title_zh, wanted: 'either', attack: '', attack_zh: '', fault }
}

function certificates(one: AuditCase): AuditCase {
  return { ...one, answers: 'certificates' }
}
