import type { Body } from '../body.ts'
import { type Escapes, escapedSymbols, HTML_SYMBOLS, LIBRARIES, type Library, PYTHON, RAW } from '../escapes.ts'
import { isContainer } from '../json-text.ts'
import type { Axis } from '../mistake.ts'
import { SERIALISE_ONCE } from './advice.ts'

/** The first three libraries of the list count as usual causes of the mistake, the others as rare causes. */
const USUAL = 3

/** The body was signed with the escapes of one JSON library, but sent with the escapes of another library. */
export const bodyEscapes: Axis<Body> = {
  id: 'body-escapes',
  mistakes: [
    {
      id: 'body-escaped-by-another-library',
      message: 'The body was signed as {library} escapes it, but sent with other escapes.',
      message_zh: '签名时报文主体按 {library} 的规则转义，实际发送的转义不同。',
      ...SERIALISE_ONCE,
      signedInstead: (body) => writtenBy(body, LIBRARIES.slice(0, USUAL)),
      rare: (body) => writtenBy(body, LIBRARIES.slice(USUAL)),
      seen: ({ escapes }) => ({ library: LIBRARIES.find((library) => library.escapes === escapes)?.name ?? 'another library' }),
    },
  ],
}

function writtenBy(body: Body, libraries: readonly Library[]): Body[] {
  if (!isContainer(body.json) || body.layout === undefined) return []
  // json.dumps is left out for a body with Python's spacing, because the mistake in such a body is body-python-dumps.
  const others = libraries.filter(({ name }) => name !== PYTHON || body.layout !== 'python')
  return others.filter(({ escapes }) => !isNamedByPart(body, escapes)).map(({ escapes }) => ({ ...body, escapes }))
}

/** Whether a mistake in one kind of escape (non-ASCII, slashes or symbols) explains the whole difference between the bodies. */
function isNamedByPart({ text, escapes: sent }: Body, signed: Escapes): boolean {
  const isNonAscii = sent.nonAscii !== signed.nonAscii && /\P{ASCII}/u.test(text)
  const isSlashes = sent.slashes !== signed.slashes && text.includes('/')
  const isSymbols = writtenSymbols(text, sent) !== writtenSymbols(text, signed)
  if ([isNonAscii, isSlashes, isSymbols].filter(Boolean).length > 1) return false
  return !isSymbols || [sent, signed].every((escapes) => ['', writtenSymbols(text, GO)].includes(writtenSymbols(text, escapes)))
}

/** Returns the escaped symbols of a text, and whether their escapes have upper-case digits. Empty if no symbol is escaped. */
function writtenSymbols(text: string, escapes: Escapes): string {
  const symbols = escapedSymbols(text, escapes)
  return symbols && `${symbols} ${escapes.upperSymbols}`
}

/** The escapes of Go's `encoding/json`. The mistakes body-html-escaped and body-html-unescaped are about these escapes. */
const GO: Escapes = { ...RAW, symbols: HTML_SYMBOLS }
