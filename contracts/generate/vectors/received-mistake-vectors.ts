import { Buffer } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import type { ReceivedCircumstances, ReceivedMessage } from '../../index.ts'
import { PROGRAMS, type ProgramCase } from './mistaken-programs.ts'
import { answer, diagnosisOf, KEYS, type Program } from './received-program.ts'
import { textOrBase64 } from './text-or-base64.ts'

const DESCRIPTION =
  'One answer or notification for each mistake in contracts/diagnosis/received/catalogue. The mistake is made in the most common way; the keys are the shipped ones unless the mistake needs others. Each vector has the headers and the body as the verifying program has them. ' +
  'Some vectors also have: message, the text that the program verified; api_v3_key, the key with which it decrypts; now, its clock in seconds since 1970; others, other messages that it received; ' +
  'keys, the keys with which it verifies, if they are not those at the top; other_keys, keys with which it must not verify; body_json, the body as a parsed JSON value. ' +
  'A diagnosis names exactly the mistakes listed; check is the step that fails. Bytes that are not UTF-8 are in base64, in a field whose name ends in _base64.'

/** The contents of `received-mistakes.json`. */
export async function receivedMistakeVectors(): Promise<unknown> {
  const made = Object.entries(PROGRAMS).flatMap(([id, [first]]) => (first ? [vectorOf(id, first)] : []))
  return { description: DESCRIPTION, keys: KEYS.map(keyVector), mistakes: await Promise.all([...made, parsedVector()]) }
}

function vectorOf(id: string, [start, change]: ProgramCase): Promise<unknown> {
  const program = change(start())
  return vector(id, program, program.body)
}

/** The vector whose body is a parsed object instead of bytes. No known layout of JSON turns this object back into the signed bytes. */
function parsedVector(): Promise<unknown> {
  const program = answer('{"sub_mchid" :"1900000109"}')
  return vector('received-body-parsed', program, JSON.parse(String(program.body)))
}

async function vector(id: string, program: Program, body: ReceivedMessage['body']): Promise<unknown> {
  const { kind, headers, circumstances } = program
  const { check } = await diagnosisOf({ ...program, body })
  return { name: id, kind, headers, ...bodyVector(body), ...circumstanceVector(circumstances), check, mistakes: [id] }
}

function bodyVector(body: ReceivedMessage['body']): object {
  return Buffer.isBuffer(body) ? textOrBase64('body', body) : { body_json: body }
}

function circumstanceVector({ keys, otherKeys, now, message, others, apiV3Key }: ReceivedCircumstances): object {
  return {
    ...(!isDeepStrictEqual(keys, KEYS) && { keys: keys.map(keyVector) }),
    ...(otherKeys && { other_keys: otherKeys.map(keyVector) }),
    ...(now !== undefined && { now: now / 1000 }),
    ...(message && textOrBase64('message', Buffer.from(message))),
    ...(others && { others: others.map(({ headers, body }) => ({ headers, ...bodyVector(body) })) }),
    ...(apiV3Key !== undefined && textOrBase64('api_v3_key', Buffer.from(apiV3Key))),
  }
}

function keyVector({ serial, pem }: ReceivedCircumstances['keys'][number]): object {
  return { serial_no: serial, pem }
}
