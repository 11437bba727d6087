import { Buffer } from 'node:buffer'
import {
  type DescribedMistake,
  describe,
  TIMESTAMP_AHEAD,
  TIMESTAMP_BEHIND,
  TIMESTAMP_OF_THE_SAMPLE,
} from '../../../contracts/diagnosis/index.ts'
import { type Diagnosis, developmentKeys } from '../../../contracts/index.ts'
import { credentialsOf, type Judgement, judge } from '../explain/judge.ts'
import { headerValue } from '../explain/pasted-request.ts'
import { KEPT_BYTES, type SignerRequest, type SignerRun } from './create-signer.ts'
import {
  EXIT_CODE,
  NOT_STARTED,
  OWN_NONCE,
  OWN_TIMESTAMP,
  PRINTED_LINES,
  PRINTED_NOTHING,
  PRINTED_TOO_MUCH,
  TIMEOUT,
} from './signer-mistakes.ts'

/** The result for one request that a signer was asked to sign. A signer is a user's command that prints an Authorization header. */
export interface Checked {
  readonly name: string
  readonly ok: boolean
  /** The gateway's verdict on the request with the printed header; `null` when no header was judged. */
  readonly verdict: Judgement['verdict'] | null
  /** The signature message (待签名串) that the gateway would build; `null` when no Authorization header was judged or it can't be read. */
  readonly message: string | null
  /** First the mistakes that are not about signing, such as a wrong exit code, then the mistakes in signing. */
  readonly diagnosis: Diagnosis
  /** What the signer printed on stdout. If it printed more than {@link KEPT_BYTES} bytes, this is only the last part. */
  readonly stdout: string
  readonly stderr: string
}

/**
 * Judges the output of a signer as the gateway would at the time of the request, `asked.now`.
 *
 * @param timeout The time limit of the run, in words.
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
  const { verdict, message, diagnosis } = await judge(request, {
    given: [{ mchid, serial, pem }],
    hasAllKeys: true,
    now: asked.now * 1000,
    previousBodies: [],
    strict: true,
  })
  const own = ownValues(asked, request.authorization)
  // If a signer uses the time of the machine instead of the given time, mistakes about the clock are left out. Their advice is to
  // set the machine's clock, which would not help.
  const others = own.some(({ id }) => id === OWN_TIMESTAMP.id)
    ? diagnosis.mistakes.filter(({ id }) => !OF_THE_CLOCK.includes(id))
    : diagnosis.mistakes
  return { verdict, message, diagnosis: { ...diagnosis, mistakes: [...own, ...others] } }
}

const OF_THE_CLOCK: readonly string[] = [TIMESTAMP_AHEAD, TIMESTAMP_BEHIND, TIMESTAMP_OF_THE_SAMPLE].map(({ id }) => id)

/**
 * The mistakes of a signer that did not use the given timestamp or random string. The merchant ID and the serial number are not checked
 * here, because the gateway's checks refuse wrong ones.
 */
function ownValues(given: SignerRequest, authorization: string): DescribedMistake[] {
  const { timestamp = given.timestamp, nonce = given.nonce_str } = credentialsOf({ authorization }) ?? {}
  return [
    ...(timestamp === given.timestamp ? [] : [describe(OWN_TIMESTAMP, { seen: timestamp, given: given.timestamp })]),
    ...(nonce === given.nonce_str ? [] : [describe(OWN_NONCE, { seen: nonce, given: given.nonce_str })]),
  ]
}

/**
 * Returns the mistake that keeps the output of a run from being judged, such as a wrong exit code. Returns `undefined` when the output can
 * be judged.
 */
function mistakeOfRun({ stdout, end }: SignerRun, timeout: string): DescribedMistake | undefined {
  if (end instanceof Error) return describe(NOT_STARTED, { error: end.message })
  if (end === 'timeout') return describe(TIMEOUT, { timeout })
  if (end === 'flood') return describe(PRINTED_TOO_MUCH, { limit: KEPT_BYTES })
  if (end !== 0) return describe(EXIT_CODE, { code: end })
  const lines = headerText(stdout).split(/\r\n|\r|\n/)
  if (lines.length === 1) return lines[0] === '' ? describe(PRINTED_NOTHING) : undefined
  // A header that was broken into lines can be judged, because the diagnosis names this mistake.
  return isBroken(headerText(stdout)) ? undefined : describe(PRINTED_LINES, { count: lines.length })
}

/** The printed header without its name, without leading spaces and without trailing white space. */
function headerText(stdout: string): string {
  return stdout.replace(/^\s*authorization:/i, '').replace(/^[ \t]+|\s+$/g, '')
}

function isBroken(header: string): boolean {
  return /^WECHATPAY2-(?!.*WECHATPAY2-).*"$/s.test(header)
}
