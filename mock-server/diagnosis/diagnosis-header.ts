import type { Diagnosis } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'

/** The most bytes that a diagnosis may take in the header `Mock-Diagnosis`. */
const LENGTH_LIMIT = 4_096

/** Whether a request has the header `Mock-Explain: 1`. It asks for the diagnosis of the request in the header `Mock-Diagnosis` of the answer. */
export function wantsDiagnosis({ headers }: HttpRequest): boolean {
  return headers['mock-explain'] === '1'
}

/** The steps that shorten a diagnosis for the header. They are taken in this order until the diagnosis is short enough. */
const SHORTENINGS: readonly ((diagnosis: Diagnosis) => Diagnosis)[] = [
  (diagnosis) => ({ ...diagnosis, signed: null }),
  (diagnosis) => ({ ...diagnosis, same_as: [] }),
  (diagnosis) => ({ ...diagnosis, mistakes: diagnosis.mistakes.map((mistake) => ({ ...mistake, source: null, fix_zh: '' })) }),
  (diagnosis) => ({ ...diagnosis, mistakes: diagnosis.mistakes.map((mistake) => ({ ...mistake, message_zh: '', fix: '' })) }),
  (diagnosis) => ({ ...diagnosis, mistakes: diagnosis.mistakes.map((mistake) => ({ ...mistake, message: '' })), certain: [] }),
]

/** Writes a diagnosis as JSON on one line of ASCII, and shortens it if it is too long for the header. Writes `null` for no diagnosis. */
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
