import { Buffer } from 'node:buffer'
import { TIMESTAMP_AHEAD, TIMESTAMP_BEHIND, TIMESTAMP_OF_THE_SAMPLE } from '../../../contracts/diagnosis/catalogue/credentials.ts'
import { type DescribedMistake, describe } from '../../../contracts/diagnosis/mistake.ts'
import { type Diagnosis, developmentKeys } from '../../../contracts/index.ts'
import { credentialsOf, type Judgement, judge } from '../explain/judge.ts'
import { headerValue } from '../explain/pasted-request.ts'
import type { SignerRun } from './create-signer.ts'
import { headerText, mistakeOfRun } from './mistake-of-run.ts'
import { OWN_NONCE, OWN_TIMESTAMP } from './signer-mistakes.ts'
import type { SignerRequest } from './signer-requests.ts'

/** What became of a request that a signer was asked for. */
export interface Checked {
  readonly name: string
  readonly ok: boolean
  /** What the gate says of the request with the header that was printed; `null` when none was. */
  readonly verdict: Judgement['verdict'] | null
  /** The message that the gate built; `null` when there is nothing to build it from. */
  readonly message: string | null
  /** The mistakes made in signing, and before them what the signer did wrong beside that. */
  readonly diagnosis: Diagnosis
  /** What the signer printed, of a flood the end. */
  readonly stdout: string
  readonly stderr: string
}

/**
 * Holds what a signer left against the gate, at the time of the vector.
 *
 * @param timeout How long it could run, in words.
 */
export async function judgeSigner(asked: SignerRequest, run: SignerRun, timeout: string): Promise<Checked> {
  const mistake = mistakeOfRun(run, timeout)
  const judged = mistake
    ? { ...NOT_JUDGED, diagnosis: { ...NOTHING, mistakes: [mistake] } }
    : await judgeHeader(asked, headerText(run.stdout))
  const { verdict, message, diagnosis } = judged
  const ok = verdict === 'valid' && diagnosis.mistakes.length === 0
  return { name: asked.name, ok, verdict, message, diagnosis, stdout: run.stdout, stderr: run.stderr }
}

const NOT_JUDGED = { verdict: null, message: null }
const NOTHING = { same_as: [], key: null, hash: null, signed: null, certain: [] } satisfies Omit<Diagnosis, 'mistakes'>

async function judgeHeader(asked: SignerRequest, header: string): Promise<Pick<Judgement, 'verdict' | 'message' | 'diagnosis'>> {
  const { method, target, body } = asked.request
  const request = { method, target, authorization: headerValue(header), body: Buffer.from(body), host: undefined }
  const { mchid, serial, certificate: pem } = developmentKeys.merchant
  const { verdict, message, diagnosis } = await judge(request, [{ mchid, serial, pem }], asked.now * 1000, [])
  const own = ownValues(asked, request.authorization)
  // Who took the time of the machine needs no advice to set its clock.
  const others = own.some(({ id }) => id === OWN_TIMESTAMP.id)
    ? diagnosis.mistakes.filter(({ id }) => !OF_THE_CLOCK.includes(id))
    : diagnosis.mistakes
  return { verdict, message, diagnosis: { ...diagnosis, mistakes: [...own, ...others] } }
}

const OF_THE_CLOCK: readonly string[] = [TIMESTAMP_AHEAD, TIMESTAMP_BEHIND, TIMESTAMP_OF_THE_SAMPLE].map(({ id }) => id)

/** What a signer took from elsewhere; another merchant or serial number the gate refuses by itself. */
function ownValues(given: SignerRequest, authorization: string): DescribedMistake[] {
  const { timestamp = given.timestamp, nonce = given.nonce_str } = credentialsOf({ authorization }) ?? {}
  return [
    ...(timestamp === given.timestamp ? [] : [describe(OWN_TIMESTAMP, { seen: timestamp, given: given.timestamp })]),
    ...(nonce === given.nonce_str ? [] : [describe(OWN_NONCE, { seen: nonce, given: given.nonce_str })]),
  ]
}
