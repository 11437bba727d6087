import { expect, it } from 'vitest'
import { developmentKeys, diagnoseNotification, importPrivateKey } from '../../../contracts/index.ts'
import { type Forgery, signedNotification } from '../../../mock-server/notifications/forge-notification.ts'
import { TEMPLATES } from '../../../mock-server/notifications/templates.ts'
import type { PlatformKey } from '../../../mock-server/tenant/platform.ts'

const { apiV3Key, merchant, platform } = developmentKeys
const NOW = 1_700_000_000_000
const TIME = '2023-11-15T06:13:20+08:00'

async function signingKey({ serial, privateKey }: { serial: string; privateKey: string }): Promise<PlatformKey> {
  return { serial, privateKey: await importPrivateKey(privateKey) }
}

async function diagnosed(event: string, forgery?: Forgery) {
  const template = TEMPLATES[event]?.({ mchid: merchant.mchid, sub_mchid: '1900000109', time: TIME })
  if (!template) throw new Error(`no template ${event}`)
  const content = { id: 'f994ecf7-60a3-537e-85d1-7dad28f7bfe8', create_time: TIME, event_type: event, ...template }
  const signer = await signingKey(platform)
  const signing = { signer, now: NOW, nonce: 'n'.repeat(32), certificate: () => signer, own: () => signingKey(merchant) }
  const message = await signedNotification(content, { apiV3Key, nonce: 'pKbMMsyVxAxo' }, signing, forgery)
  const keys = [
    { serial: platform.serial, pem: platform.certificate },
    { serial: merchant.serial, pem: merchant.certificate },
  ]
  return diagnoseNotification(message, { keys, apiV3Key, now: NOW })
}

it.each(Object.keys(TEMPLATES))('a notification of %s can be verified and decrypted', async (event) => {
  expect(await diagnosed(event)).toMatchObject({ verdict: 'valid' })
})

const FORGERIES: readonly (readonly [Forgery, string])[] = [
  ['probe', 'signature'],
  ['tampered', 'signature'],
  ['tampered_body', 'signature'],
  ['other_body', 'signature'],
  ['expired', 'timestamp'],
  ['future', 'timestamp'],
  ['unknown_serial', 'serial'],
  ['missing_headers', 'headers'],
  ['no_signature', 'headers'],
  ['empty_headers', 'headers'],
  ['wrong_key', 'ciphertext'],
  ['other_associated_data', 'ciphertext'],
]

it.each(FORGERIES)('the forgery %s fails the check of the %s', async (forgery, check) => {
  expect(await diagnosed('TRANSACTION.SUCCESS', forgery)).toMatchObject({ verdict: 'invalid', check })
})
