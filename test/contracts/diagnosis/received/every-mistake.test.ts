import { describe, expect, test } from 'vitest'
import type { Mistake } from '../../../../contracts/diagnosis/mistake.ts'
import { RECEIVED_BODY_AXES } from '../../../../contracts/diagnosis/received/catalogue/body.ts'
import * as bodyShape from '../../../../contracts/diagnosis/received/catalogue/body-shape.ts'
import { receivedMistakes } from '../../../../contracts/diagnosis/received/catalogue/head.ts'
import * as headers from '../../../../contracts/diagnosis/received/catalogue/headers.ts'
import * as keys from '../../../../contracts/diagnosis/received/catalogue/keys.ts'
import * as resource from '../../../../contracts/diagnosis/received/catalogue/resource.ts'
import * as signature from '../../../../contracts/diagnosis/received/catalogue/signature.ts'
import * as verified from '../../../../contracts/diagnosis/received/catalogue/verified.ts'
import { PROGRAMS } from '../../../../contracts/generate/vectors/mistaken-programs.ts'
import { ANSWER, answer, diagnosisOf, notification, type Program, TIME } from '../../../../contracts/generate/vectors/received-program.ts'

const CATALOGUE: readonly Mistake[] = [
  ...[...RECEIVED_BODY_AXES, ...receivedMistakes({ timestamps: [], nonces: [] }).heads].flatMap(
    ({ mistakes }) => mistakes as readonly Mistake[],
  ),
  ...[bodyShape, headers, keys, resource, signature, verified].flatMap((module) => Object.values(module).flatMap(mistakesIn)),
].filter((mistake, at, all) => all.findIndex(({ id }) => id === mistake.id) === at)

function mistakesIn(exported: unknown): Mistake[] {
  if (typeof exported !== 'object' || exported === null) return []
  return 'message' in exported ? [exported as Mistake] : Object.values(exported).flatMap(mistakesIn)
}

describe('a message that was received unchanged', () => {
  test.for<[string, () => Program]>([
    ['an answer', answer],
    ['an answer without a body', () => answer('')],
    ['an answer that is not JSON', () => answer('bill,1,2\r\n')],
    ['a notification', notification],
  ])('is valid and has no mistake in its diagnosis: %s', async ([, start]) => {
    const program = start()
    for (const circumstances of [program.circumstances, { ...program.circumstances, now: TIME * 1000 }]) {
      const diagnosis = await diagnosisOf({ ...program, circumstances })
      expect(diagnosis).toMatchObject({ verdict: 'valid', check: null, mistakes: [] })
      expect(diagnosis.signed?.startsWith(`${TIME}\n`)).toBe(true)
    }
  })

  test('is valid when the program verified the correct signature message', async () => {
    const program = answer()
    const message = Buffer.from(`${TIME}\n${program.headers['Wechatpay-Nonce']}\n${ANSWER}\n`)
    expect(await diagnosisOf({ ...program, circumstances: { ...program.circumstances, message } })).toMatchObject({ verdict: 'valid' })
  })

  test('is valid, with a note, when its body is given as an object, but only if JSON.stringify restores the same bytes', async () => {
    const { verdict, certain } = await diagnosisOf({ ...answer(), body: JSON.parse(ANSWER) })
    expect({ verdict, certain: certain.length }).toEqual({ verdict: 'valid', certain: 1 })
    const other = await diagnosisOf({ ...answer('{"a" :1}'), body: { a: 1 } })
    expect(other.mistakes.map(({ id }) => id)).toEqual(['received-body-parsed'])
  })
})

const MADE = Object.entries(PROGRAMS).flatMap(([id, programs]) => programs.map((made, at) => [`${id}#${at}`, id, made] as const))

describe('a program that made a mistake', () => {
  test.for(MADE)('is diagnosed with that mistake: %s', async ([, id, [start, change]]) => {
    const { verdict, mistakes, check } = await diagnosisOf(change(start()))
    expect(mistakes.map((mistake) => mistake.id)).toEqual([id])
    expect({ verdict, check }).toEqual({ verdict: 'invalid', check: checkOf(id, check) })
    expect(JSON.stringify(mistakes)).not.toMatch(/\{[a-z_]+\}(?!")|"undefined"/)
    expect(mistakes.map(({ message_zh }) => message_zh).join()).not.toMatch(
      /hexadecimal|line breaks|encoded|base64 of|\b(?:missing|nothing)\b/,
    )
  })

  test('gets a diagnosis with the correct signature message and the serial number of the key that signed it', async () => {
    const program = answer()
    const { signed, signed_by } = await diagnosisOf({ ...program, body: Buffer.from(`${ANSWER}\n`) })
    expect(signed).toBe(`${TIME}\n${program.headers['Wechatpay-Nonce']}\n${ANSWER}\n`)
    expect(signed_by).toBe(program.headers['Wechatpay-Serial'])
  })
})

/** The check that fails because of this mistake; `seen` when the ID of the mistake does not show which check fails. */
function checkOf(id: string, seen: string | null): string | null {
  if (id.startsWith('resource-')) return 'ciphertext'
  if (/^(?:received-body|received-signature|verified)-/.test(id)) return 'signature'
  return id.startsWith('received-header') ? 'headers' : seen
}

test('each mistake of the catalogue is made by at least one program of these tests', () => {
  // The test above that gives the body as an object makes the mistake received-body-parsed.
  expect([...Object.keys(PROGRAMS), 'received-body-parsed'].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort())
})

describe('an entry of the catalogue', () => {
  test.for(CATALOGUE.map((mistake) => [mistake.id, mistake] as const))(
    'has texts in English and Chinese, and any link is an https URL: %s',
    ([, mistake]) => {
      expect(mistake.message).toMatch(/^[A-Za-z{][^\u4e00-\u9fff]*[.:}\]]$/)
      expect(mistake.fix).toMatch(/^[A-Z].*[.}]$/)
      for (const text of [mistake.message_zh, mistake.fix_zh]) expect(text).toMatch(/[\u4e00-\u9fff]/)
      if (mistake.source !== undefined) expect(new URL(mistake.source).protocol).toBe('https:')
    },
  )
})
