import type { components } from '../../contracts/control/index.ts'
import { nearest } from '../../contracts/nearest-names.ts'
import { type Api, isForSubMerchant } from '../openapi/index.ts'
import type { Fault } from '../store/records.ts'
import { LISTS_CERTIFICATES } from './fault-script.ts'

/** A fault as a test requests it. */
export type FaultChoice = components['schemas']['FaultChoice']

/** A mistake in a fault. */
export interface FaultMistake {
  /** The JSON pointer of the wrong field; empty when the fault as a whole is wrong. */
  readonly field: string
  /** The value of that field. */
  readonly seen: unknown
  /** What the field must do: the end of an error message, after the word "must". */
  readonly wanted: string
}

/**
 * The kinds of faults. A fault has exactly one of these fields, and the name of that field is its kind. As an exception, a fault of the
 * kind `limit` may also have `example`.
 */
const KINDS = ['example', 'status', 'latency_ms', 'latency', 'wire', 'signature', 'certificates', 'limit'] as const
type Kind = (typeof KINDS)[number]

/** For each field that does not decide the kind of a fault: the kinds of faults that may have the field. */
const COMPANIONS: Readonly<Record<'body' | 'location' | 'per' | 'rate' | 'apply', readonly Kind[]>> = {
  body: ['status'],
  location: ['status'],
  per: ['limit'],
  rate: ['example', 'status', 'latency_ms', 'latency', 'wire', 'signature', 'certificates'],
  apply: ['example', 'status', 'wire', 'signature'],
}

/** Finds a mistake that the schema of a fault can't express. `choice` names its operation by operationId. */
export function faultMistake(choice: FaultChoice, api: Api): FaultMistake | undefined {
  const kinds = kindsOf(choice)
  const [kind] = kinds
  if (!kind || kinds.length > 1) return { field: '', seen: kinds, wanted: `have exactly one of ${KINDS.join(', ')}` }
  return companionMistake(choice, kind) ?? countMistake(choice, kind) ?? answerMistake(choice) ?? targetMistake(choice, api)
}

function kindsOf(choice: FaultChoice): Kind[] {
  return KINDS.filter((name) => choice[name] !== undefined && !(name === 'example' && choice.limit !== undefined))
}

function companionMistake(choice: FaultChoice, kind: Kind): FaultMistake | undefined {
  for (const [name, kinds] of Object.entries(COMPANIONS)) {
    const seen = choice[name as keyof FaultChoice]
    if (seen !== undefined && !kinds.includes(kind))
      return { field: `/${name}`, seen, wanted: `be used with ${kinds.join(', ')}, not with ${kind}` }
  }
  if (kind === 'limit' && choice.per === undefined)
    return { field: '/per', seen: undefined, wanted: 'be a period such as "1s" when a limit is given' }
  return undefined
}

function countMistake({ times, rate, seed, latency }: FaultChoice, kind: Kind): FaultMistake | undefined {
  if (times !== undefined && rate !== undefined) return { field: '/rate', seen: rate, wanted: 'be used without times' }
  if (seed !== undefined && rate === undefined && latency === undefined)
    return { field: '/seed', seen: seed, wanted: `be used with rate or latency, not with ${kind} alone` }
  return undefined
}

/** The longest body of a scripted answer, in characters of JSON. A request may have a body of as many bytes. */
const BODY_LIMIT = 65_536

function answerMistake({ status, body }: FaultChoice): FaultMistake | undefined {
  if (JSON.stringify(body ?? null).length > BODY_LIMIT)
    return { field: '/body', seen: body, wanted: `have at most ${BODY_LIMIT} characters as JSON` }
  const isEmpty = status === 204 || status === 304
  return isEmpty && body !== undefined ? { field: '/body', seen: body, wanted: `be left out of an answer with ${status}` } : undefined
}

function targetMistake({ operation, sub_mchid, limit, example, certificates }: FaultChoice, { operations }: Api): FaultMistake | undefined {
  if (certificates !== undefined && (operation ?? LISTS_CERTIFICATES) !== LISTS_CERTIFICATES)
    return { field: '/operation', seen: operation, wanted: `be ${LISTS_CERTIFICATES} or left out when certificates is given` }
  const meant = operations.filter(({ id }) => operation === undefined || id === operation)
  if (sub_mchid !== undefined && !meant.some(isForSubMerchant))
    return { field: '/sub_mchid', seen: sub_mchid, wanted: `be left out, because ${operation} does not act on a sub-merchant` }
  const documented = [...new Set(meant.flatMap(({ errors }) => [...errors.keys()]))]
  if (example !== undefined && !documented.includes(example)) {
    const wanted = `be an error example of ${operation ?? 'some operation'} ${nearest(example, documented)}`
    return { field: '/example', seen: example, wanted }
  }
  const hasExample = example !== undefined || meant.some(({ limitExample }) => limitExample !== undefined)
  if (limit === undefined || hasExample) return undefined
  return { field: '/example', seen: undefined, wanted: `be given, because the document of ${operation} names no error for a limit` }
}

/** Creates a fault as a test requested it. Adds the defaults of the fields that the test left out. */
export function newFault(id: number, choice: FaultChoice): Fault {
  const { rate, limit, latency } = choice
  const takesApply = kindsOf(choice).some((kind) => COMPANIONS.apply.includes(kind))
  return {
    id,
    ...(rate === undefined && limit === undefined && { times: 1 }),
    ...((rate !== undefined || latency) && { seed: 1 }),
    ...(takesApply && { apply: 'none' as const }),
    ...choice,
    seen: 0,
    hits: 0,
  }
}
