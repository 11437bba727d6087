import { ApiError } from '../api-error.ts'
import { type Credentials, FIELD_NAMES, parseAuthorization } from '../wire/authorization.ts'
import { authorizationMistakes } from './catalogue/authorization.ts'
import { joinSignature } from './catalogue/authorization-line-breaks.ts'
import { authorizationTimestampNotDigits, writtenTimestamp } from './catalogue/authorization-timestamp.ts'
import { authorizationUnreadable } from './catalogue/authorization-unreadable.ts'
import { readNames, readPieces } from './header-pieces.ts'
import { type ToldMistake, tell } from './mistake.ts'

/** What an Authorization header says, and what is wrong with it. */
export interface ReadAuthorization {
  /** `undefined` when they can't be told. */
  readonly credentials: Credentials | undefined
  /** The timestamp as it is written, when it is no number of seconds: as such it may have been signed. */
  readonly writtenTimestamp?: string | undefined
  readonly mistakes: readonly ToldMistake[]
}

/**
 * Reads an Authorization header that may be wrong: mends one mistake after the other until it is right.
 *
 * @param header The header's value; `undefined` when the request has none.
 */
export function readAuthorization(header: string | undefined): ReadAuthorization {
  const mistakes: ToldMistake[] = []
  let text = header ?? ''
  let written: string | undefined
  for (const mistake of authorizationMistakes) {
    if (isRight(text)) break
    const mended = mistake.mend(text)
    if (!mended) continue
    mistakes.push(tell(mistake, mended.places))
    if (mistake === authorizationTimestampNotDigits) written = writtenTimestamp(text)
    text = mended.header
  }
  const credentials = credentialsOf(text)
  return { credentials, writtenTimestamp: written, mistakes: credentials || mistakes.length ? mistakes : [unreadable(text)] }
}

/** The strict grammar takes any character in a value; line breaks in a signature are a mistake all the same. */
function isRight(header: string): boolean {
  const signature = credentialsOf(header)?.signature
  return signature !== undefined && joinSignature(signature) === signature
}

function credentialsOf(header: string): Credentials | undefined {
  try {
    return parseAuthorization(header)
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function unreadable(header: string): ToldMistake {
  const pieces = readPieces(header)
  const names = pieces ? FIELD_NAMES.filter((name) => readNames(pieces).has(name)) : []
  return tell(authorizationUnreadable, { names: names.join(', ') || '–' })
}
