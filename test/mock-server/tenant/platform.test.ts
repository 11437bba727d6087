import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import type { PlatformState } from '../../../mock-server/store/records.ts'
import { isRotating, loadPlatformKeys, platformKey, signingSerial } from '../../../mock-server/tenant/platform.ts'

const keys = await loadPlatformKeys()
const OLD = developmentKeys.platform.serial
const NEW = developmentKeys.nextPlatform.serial
const PUBLIC = developmentKeys.platformPublicKey.id

function stateOf(old: number, next: number, share: number): PlatformState {
  return {
    certificates: [
      { serial_no: OLD, share: old },
      { serial_no: NEW, share: next },
    ],
    public_key: { share },
  }
}

describe('the signing shares of the platform keys', () => {
  it('are exact in any hundred consecutive answers', () => {
    const shares = fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
      .map(([a, b]) => [Math.min(a, b), Math.abs(a - b), 100 - Math.max(a, b)] as const)
    fc.assert(
      fc.property(shares, fc.nat({ max: 1000 }), ([old, next, share], from) => {
        const serials = Array.from({ length: 100 }, (_, count) => signingSerial(stateOf(old, next, share), keys, undefined, from + count))
        const count = (serial: string) => serials.filter((item) => item === serial).length
        expect([count(OLD), count(NEW), count(PUBLIC)]).toEqual([old, next, share])
      }),
      { numRuns: 50 },
    )
  })

  it('are spread evenly: with two shares of 50, no key signs three answers in a row', () => {
    const serials = Array.from({ length: 100 }, (_, count) => signingSerial(stateOf(50, 50, 0), keys, undefined, count))
    expect(serials.some((serial, index) => index > 1 && serial === serials[index - 1] && serial === serials[index - 2])).toBe(false)
  })

  it('do not apply to a request that names the public key, if the merchant has one', () => {
    expect(signingSerial(stateOf(100, 0, 0), keys, PUBLIC, 0)).toBe(PUBLIC)
    expect(signingSerial({ ...stateOf(100, 0, 0), public_key: null }, keys, PUBLIC, 0)).toBe(OLD)
    expect(signingSerial(stateOf(0, 0, 100), keys, OLD, 0)).toBe(PUBLIC)
    expect(signingSerial(stateOf(100, 0, 0), keys, `${PUBLIC}0`, 0)).toBe(OLD)
  })

  it('make the signing key depend on the number of the answer only if no key has a share of 100', () => {
    const rotating = [stateOf(100, 0, 0), stateOf(0, 100, 0), stateOf(0, 0, 100), stateOf(99, 1, 0), stateOf(99, 0, 1)].map(isRotating)
    expect(rotating).toEqual([false, false, false, true, true])
  })
})

describe('the platform keys', () => {
  it('are found by serial number or ID', () => {
    expect([OLD, NEW, PUBLIC].map((serial) => platformKey(keys, serial).serial)).toEqual([OLD, NEW, PUBLIC])
    expect(() => platformKey(keys, 'none')).toThrow('The platform has no key none')
  })
})
