import type { Say } from './language.tsx'
import type { JournalEntry, Merchant } from './schemas.ts'

/** Names a merchant type for the page. */
export function typeName(say: Say, type: Merchant['type']): string {
  const names = {
    service_provider: say('service provider', '普通服务商'),
    channel_partner: say('channel partner', '渠道商'),
    institution: say('institution', '从业机构'),
  }
  return names[type]
}

/** Names the kinds of keys with which a merchant verifies answers. */
export function verificationName(say: Say, verification: Merchant['verification']): string {
  const names = {
    platform_certificate: say('platform certificate', '平台证书'),
    transition: say('platform certificate or public key', '平台证书或公钥'),
    public_key: say('public key', '微信支付公钥'),
    expired_certificate: say('public key, platform certificate expired', '公钥（平台证书已过期）'),
  }
  return names[verification]
}

/** Names the kind of key that signed an answer. */
export function signerName(say: Say, kind: NonNullable<JournalEntry['signer']>['kind']): string {
  const names = {
    certificate: say('platform certificate', '平台证书'),
    public_key: say('public key', '微信支付公钥'),
    merchant_certificate: say('merchant certificate', '商户证书'),
  }
  return names[kind]
}
