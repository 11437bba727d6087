import type { Body } from '../body.ts'
import { type Escapes, escapedSymbols, HTML_SYMBOLS, LIBRARIES, type Library, PYTHON, RAW } from '../escapes.ts'
import { isContainer } from '../json-text.ts'
import type { Axis } from '../mistake.ts'
import { SERIALISE_ONCE } from './advice.ts'

/** This many of the libraries count as usual ways to make the mistake, the rest as rare ways. */
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
  // When the body also has Python's spacing, the mistake is body-python-dumps.
  const others = libraries.filter(({ name }) => name !== PYTHON || body.layout !== 'python')
  return others.filter(({ escapes }) => !isNamedByPart(body, escapes)).map(({ escapes }) => ({ ...body, escapes }))
}

/** Whether a mistake in a single kind of escape already explains the difference. */
function isNamedByPart({ text, escapes: sent }: Body, signed: Escapes): boolean {
  const isNonAscii = sent.nonAscii !== signed.nonAscii && /\P{ASCII}/u.test(text)
  const isSlashes = sent.slashes !== signed.slashes && text.includes('/')
  const isSymbols = writtenSymbols(text, sent) !== writtenSymbols(text, signed)
  if ([isNonAscii, isSlashes, isSymbols].filter(Boolean).length > 1) return false
  return !isSymbols || [sent, signed].every((escapes) => ['', writtenSymbols(text, GO)].includes(writtenSymbols(text, escapes)))
}

/** The escaped symbols of a text, and how they are written. */
function writtenSymbols(text: string, escapes: Escapes): string {
  const symbols = escapedSymbols(text, escapes)
  return symbols && `${symbols} ${escapes.upperSymbols}`
}

/** The escapes of the mistakes body-html-escaped and body-html-unescaped. */
const GO: Escapes = { ...RAW, symbols: HTML_SYMBOLS }
