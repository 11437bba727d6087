import { describe, expect, test } from 'vitest'
import * as authorizationHeader from '../../../contracts/diagnosis/catalogue/authorization-header.ts'
import * as contentLength from '../../../contracts/diagnosis/catalogue/content-length.ts'
import * as credentials from '../../../contracts/diagnosis/catalogue/credentials.ts'
import * as keyAndAlgorithm from '../../../contracts/diagnosis/catalogue/key-and-algorithm.ts'
import { authorizationMistakes, BODY_AXES, HEAD_AXES } from '../../../contracts/diagnosis/catalogue/mistake-order.ts'
import * as signatureText from '../../../contracts/diagnosis/catalogue/signature-text.ts'
import type { Mistake } from '../../../contracts/diagnosis/mistake.ts'
import { variantsOf } from '../../../contracts/generate/vectors/client-variants.ts'
import { type Variant, withMistakes } from '../../../contracts/generate/vectors/mistaken-client.ts'
import { alwaysWrong, SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import { type Client, diagnosisOf, messageOf, requestOf } from '../../../contracts/generate/vectors/signing-client.ts'
import { EVERY } from '../../every.ts'
import { nameOf, names } from './named.ts'

const CATALOGUE: readonly Mistake[] = [
  ...[...HEAD_AXES, ...BODY_AXES].flatMap(({ mistakes }) => mistakes as readonly Mistake[]),
  ...authorizationMistakes,
  ...[authorizationHeader.authorizationUnreadable, authorizationHeader.AUTHORIZATION_IN_QUERY, authorizationHeader.AUTHORIZATION_IN_BODY],
  ...[contentLength, credentials, keyAndAlgorithm, signatureText].flatMap((module) => Object.values(module).flatMap(mistakesIn)),
]

function mistakesIn(exported: unknown): Mistake[] {
  if (typeof exported !== 'object' || exported === null) return []
  return 'message' in exported ? [exported as Mistake] : Object.values(exported).flatMap(mistakesIn)
}

/**
 * Selects the variants to test. With `EVERY`, selects all ways to make each mistake. Otherwise selects every fifth mistake, made in its
 * usual way.
 *
 * @param title The title of the request. It decides which of the first five mistakes is selected first.
 */
function sampled(all: readonly Variant[], title: string): Variant[] {
  const part = Object.keys(SENT).indexOf(title)
  return EVERY ? [...all] : all.filter(({ way }) => way === 0).filter((_, index) => index % 5 === part % 5)
}

describe.for(Object.entries(SENT))('a request with %s', ([title, correct]) => {
  test(`has ${alwaysWrong(title).length > 0 ? 'only that mistake' : 'no mistake'} in its diagnosis when it is signed correctly`, async () => {
    const { mistakes, same_as, key, hash, signed, certain } = await diagnosisOf(correct)
    expect(mistakes.map(({ id }) => id)).toEqual(alwaysWrong(title))
    expect({ same_as, hash, signed, certain }).toEqual({ same_as: [], hash: 'SHA-256', signed: String(messageOf(correct)), certain: [] })
    expect(key).toEqual({ owner: 'registered', mchid: correct.mchid, serial_no: correct.serial })
  })

  test('is diagnosed with the mistake that its client made', { timeout: 600_000 }, async () => {
    for (const variant of sampled(variantsOf(correct), title)) {
      const named = await nameOf(correct, [variant])
      if (!named) continue
      const wanted = [...(variant.axis === 'clock' ? [] : alwaysWrong(title)), ...named.wanted]
      expect(names(named, wanted), summary(named)).toBe(true)
      expect(named.diagnosis.mistakes.length, summary(named)).toBe(wanted.length)
      // The texts of the mistakes have no placeholder that was left unfilled. A `-template` mistake is not checked: its client signed a
      // text with placeholders, which the texts may quote.
      if (!variant.id.endsWith('-template')) expect(JSON.stringify(named.diagnosis.mistakes)).not.toMatch(/\{[a-z_]+\}(?!")|"undefined"/)
    }
  })
})

function summary({ title, diagnosis: { mistakes, same_as } }: NonNullable<Awaited<ReturnType<typeof nameOf>>>): string {
  return `${title}: ${mistakes.map(({ id }) => id)}; same as ${JSON.stringify(same_as)}`
}

test('every mistake in the catalogue is made by at least one client of these tests', () => {
  const generated = new Set<string>()
  for (const correct of Object.values(SENT)) {
    for (const variant of variantsOf(correct)) if (!generated.has(variant.id) && canBeMade(correct, variant)) generated.add(variant.id)
  }
  expect([...generated].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort())
})

function canBeMade(correct: Client, variant: Variant): boolean {
  const client = withMistakes(correct, [variant])
  return client !== undefined && requestOf(client) !== undefined
}

describe('an entry of the catalogue', () => {
  test('has an ID that no other entry has', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length)
  })

  test.for(CATALOGUE.map((mistake) => [mistake.id, mistake] as const))(
    'has texts in English and Chinese, and any link is an https URL: %s',
    ([, mistake]) => {
      expect(mistake.message).toMatch(/^[A-Z{\w[][^\u4e00-\u9fff]*[.:}\]]$/)
      expect(mistake.fix).toMatch(/^[A-Z][^\u4e00-\u9fff]*(?:（|\(商户API证书\)|\(服务商\))?.*[.}]$/)
      for (const text of [mistake.message_zh, mistake.fix_zh]) expect(text).toMatch(/[\u4e00-\u9fff]/)
      if (mistake.source !== undefined) expect(new URL(mistake.source).protocol).toBe('https:')
    },
  )
})
