import { expect, test } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { callbackSerial } from '../../../mock-server/tenant/callback-serial.ts'
import { loadPlatformKeys } from '../../../mock-server/tenant/platform.ts'

const keys = await loadPlatformKeys()
const OLD = developmentKeys.platform.serial
const NEW = developmentKeys.nextPlatform.serial
const PUBLIC = developmentKeys.platformPublicKey.id
const BEGAN = 1_700_000_000_000
const DAY = 86_400_000
const IDS = Array.from({ length: 10_000 }, (_, index) => `EV-${index}`)

const migrating = {
  mchid: '1900000100',
  platform: { certificates: [{ serial_no: OLD, share: 100 }], public_key: { share: 0 } },
  migration: { began: BEGAN },
}

function signedBy(serial: string, tenant: Parameters<typeof callbackSerial>[0], now = BEGAN): string[] {
  return IDS.filter((id) => callbackSerial(tenant, id, now, keys) === serial)
}

test.for([
  [1, 0.1],
  [2, 1],
  [3, 5],
  [4, 10],
  [5, 20],
  [6, 50],
  [7, 100],
  [8, 100],
] as const)('on day %i of a migration, the public key signs about %d %% of the callbacks', ([day, share]) => {
  const start = BEGAN + (day - 1) * DAY
  const percent = (now: number) => signedBy(PUBLIC, migrating, now).length / 100
  // The allowed difference in percent: four standard deviations for 10,000 callbacks.
  const deviation = 4 * Math.sqrt((share * (100 - share)) / IDS.length)
  expect(Math.abs(percent(start) - share)).toBeLessThanOrEqual(deviation)
  expect(percent(start + DAY - 1)).toBe(percent(start))
})

test('a callback that the public key signs on one day of a migration is signed with the public key on the later days, too', () => {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => new Set(signedBy(PUBLIC, migrating, BEGAN + (day - 1) * DAY)))
  for (const [index, earlier] of days.slice(0, -1).entries()) expect([...earlier].filter((id) => !days[index + 1]?.has(id))).toEqual([])
})

test('on a given day of a migration, the key that signs a callback depends only on the merchant and on the ID of the callback', () => {
  const day6 = BEGAN + 5 * DAY
  expect(signedBy(PUBLIC, migrating, day6)).toEqual(signedBy(PUBLIC, { ...migrating, migration: { began: BEGAN + 3 } }, day6 + 3))
  expect(signedBy(PUBLIC, migrating, day6)).not.toEqual(signedBy(PUBLIC, { ...migrating, mchid: '2' }, day6))
})

test('when the clock is set back to a time before a migration, callbacks are signed as on the first day of the migration', () => {
  expect(signedBy(PUBLIC, migrating, BEGAN - 30 * DAY)).toEqual(signedBy(PUBLIC, migrating))
})

test.for([
  [
    'the certificate, even if the merchant also has a public key',
    { certificates: [{ serial_no: OLD, share: 100 }], public_key: { share: 0 } },
    [10_000, 0, 0],
  ],
  ['the public key when there is no certificate', { certificates: [], public_key: { share: 100 } }, [0, 0, 10_000]],
  [
    'the public key when the certificate has expired',
    { certificates: [{ serial_no: OLD, share: 0, expired: true }], public_key: { share: 100 } },
    [0, 0, 10_000],
  ],
] as const)('without a migration, callbacks are signed with %s', ([, platform, counts]) => {
  const tenant = { mchid: '1', platform, migration: null }
  expect([OLD, NEW, PUBLIC].map((serial) => signedBy(serial, tenant).length)).toEqual(counts)
})

test('during a renewal, each certificate signs its share of the callbacks, and a callback always has the same signer', () => {
  const certificates = [
    { serial_no: OLD, share: 70 },
    { serial_no: NEW, share: 30 },
  ]
  const tenant = { mchid: '1', platform: { certificates, public_key: null }, migration: null }
  const renewed = signedBy(NEW, tenant)
  expect(Math.abs(renewed.length - 3_000)).toBeLessThanOrEqual(4 * Math.sqrt(10_000 * 0.3 * 0.7))
  expect(signedBy(NEW, tenant)).toEqual(renewed)
  expect(signedBy(OLD, tenant)).toHaveLength(10_000 - renewed.length)
})
