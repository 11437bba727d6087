import type { Diagnosis } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'

/** How long the diagnosis in the header may be, in bytes. */
const LENGTH_LIMIT = 4_096

/** Whether a request asks for its diagnosis. */
export function wantsDiagnosis({ headers }: HttpRequest): boolean {
  return headers['mock-explain'] === '1'
}

/** The steps, one after another, that shorten a diagnosis for the header. */
const SHORTENINGS: readonly ((diagnosis: Diagnosis) => Diagnosis)[] = [
  (diagnosis) => ({ ...diagnosis, signed: null }),
  (diagnosis) => ({ ...diagnosis, same_as: [] }),
  (diagnosis) => ({ ...diagnosis, mistakes: diagnosis.mistakes.map((mistake) => ({ ...mistake, source: null, fix_zh: '' })) }),
  (diagnosis) => ({ ...diagnosis, mistakes: diagnosis.mistakes.map((mistake) => ({ ...mistake, message_zh: '', fix: '' })) }),
  (diagnosis) => ({ ...diagnosis, mistakes: diagnosis.mistakes.map((mistake) => ({ ...mistake, message: '' })), certain: [] }),
]

/** The diagnosis as JSON on one line of ASCII, shortened if it is too long for the header; the text `null` when there is none. */
export function diagnosisHeader(diagnosis: Diagnosis | null): string {
  let [shortened, text] = [diagnosis, ascii(diagnosis)]
  for (const shorten of SHORTENINGS) {
    if (shortened === null || text.length <= LENGTH_LIMIT) break
    shortened = shorten(shortened)
    text = ascii(shortened)
  }
  return text
}

function ascii(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
