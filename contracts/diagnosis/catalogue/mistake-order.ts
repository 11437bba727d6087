import type { Body } from '../body.ts'
import type { Head } from '../head.ts'
import type { Axis, MistakeCatalogue } from '../mistake.ts'
import { fieldMistakes } from './authorization-fields.ts'
import { headerMistakes } from './authorization-header.ts'
import { punctuationMistakes } from './authorization-punctuation.ts'
import { schemeMistakes } from './authorization-scheme.ts'
import { bodyCharset, bodyEnds, bodyMark } from './body-bytes.ts'
import { bodyContent } from './body-content.ts'
import { bodyDamage } from './body-damage.ts'
import { bodyEscapes } from './body-escapes.ts'
import { bodyFields } from './body-fields.ts'
import { bodyHtml, bodyLayout, bodyNonAscii, bodySlashes } from './body-json.ts'
import { bodyMultipart } from './body-multipart.ts'
import { bodyKeyOrder } from './body-order.ts'
import { bodyValues } from './body-values.ts'
import { lineFeeds, lineOrder } from './head-lines.ts'
import { method, nonce, timestamp } from './head-values.ts'
import type { HeaderMistake } from './header-mistake.ts'
import { type Digesting, digesting } from './key-and-algorithm.ts'
import { targetEncoding, targetQuery } from './target.ts'
import { targetPath } from './target-path.ts'

/**
 * The mistakes in an Authorization header, in the order in which the diagnosis repairs them. Mistakes in the whole header come first.
 * Mistakes in the names and values of its fields come last.
 */
export const authorizationMistakes: readonly HeaderMistake[] = [
  ...headerMistakes,
  ...schemeMistakes,
  ...punctuationMistakes,
  ...fieldMistakes,
]

/** The mistakes in the lines before and after the body of the signature message, in the order in which a client makes them. */
export const HEAD_AXES: readonly Axis<Head>[] = [method, targetPath, targetQuery, targetEncoding, timestamp, nonce, lineOrder, lineFeeds]

/** The mistakes in the body, in the order in which a client makes them. */
export const BODY_AXES: readonly Axis<Body>[] = [
  // These three groups tell which body was signed. The mistakes in the later groups were made in that body.
  bodyMultipart,
  bodyDamage,
  bodyContent,
  // The layout is the white space in the JSON. It comes before the groups from bodyFields to bodyEscapes, because they can change only a
  // body whose layout is known.
  bodyLayout,
  bodyFields,
  bodyValues,
  bodyKeyOrder,
  bodyNonAscii,
  bodySlashes,
  bodyHtml,
  bodyEscapes,
  bodyMark,
  bodyEnds,
  bodyCharset,
]

export const REQUEST_MISTAKES: MistakeCatalogue<Head, Body, Digesting> = {
  heads: HEAD_AXES,
  bodies: BODY_AXES,
  digestMethods: [digesting],
  timestamp,
  lineOrder,
  likelyInBody: [
    'body-empty',
    'body-python-spacing',
    'body-python-dumps',
    'body-compact',
    'body-keys-sorted',
    'body-non-ascii-escaped',
    'body-non-ascii-unescaped',
    'body-slashes-escaped',
    'body-html-escaped',
    'body-trimmed',
    'body-with-line-feed',
    'body-pretty-printed',
  ],
  habits: [method, targetQuery, timestamp, lineFeeds],
  keyOrder: bodyKeyOrder,
}
