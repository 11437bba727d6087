import { type DescribedMistake, describe } from '../../../contracts/diagnosis/mistake.ts'
import { KEPT_BYTES, type SignerRun } from './create-signer.ts'
import { EXIT_CODE, NOT_STARTED, PRINTED_LINES, PRINTED_NOTHING, PRINTED_TOO_MUCH, TIMEOUT } from './signer-mistakes.ts'

/** What keeps the output of a signer from being judged; `undefined` when it is one header. */
export function mistakeOfRun({ stdout, end }: SignerRun, timeout: string): DescribedMistake | undefined {
  if (end instanceof Error) return describe(NOT_STARTED, { error: end.message })
  if (end === 'timeout') return describe(TIMEOUT, { timeout })
  if (end === 'flood') return describe(PRINTED_TOO_MUCH, { limit: KEPT_BYTES })
  if (end !== 0) return describe(EXIT_CODE, { code: end })
  const lines = headerText(stdout).split(/\r\n|\r|\n/)
  if (lines.length === 1) return lines[0] === '' ? describe(PRINTED_NOTHING) : undefined
  // A header that is broken into lines is a mistake of signing, which the diagnosis names.
  return isBroken(headerText(stdout)) ? undefined : describe(PRINTED_LINES, { count: lines.length })
}

/** What was printed, without its name and the line feeds at the end. */
export function headerText(stdout: string): string {
  return stdout.replace(/^\s*authorization:/i, '').replace(/^[ \t]+|\s+$/g, '')
}

function isBroken(header: string): boolean {
  return /^WECHATPAY2-(?!.*WECHATPAY2-).*"$/s.test(header)
}
