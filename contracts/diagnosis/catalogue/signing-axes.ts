import type { Body } from '../body.ts'
import type { Head } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { bodyCharset, bodyEnds, bodyMark } from './body-bytes.ts'
import { bodyContent } from './body-content.ts'
import { bodyHtml, bodyNonAscii, bodySlashes } from './body-escapes.ts'
import { bodyFields, bodyKeyOrder } from './body-fields.ts'
import { bodyLayout } from './body-layout.ts'
import { lineFeeds } from './line-feeds.ts'
import { lineOrder } from './line-order.ts'
import { method } from './method.ts'
import { nonce } from './nonce.ts'
import { targetEncoding } from './target-encoding.ts'
import { targetPath } from './target-path.ts'
import { targetQuery } from './target-query.ts'
import { timestamp } from './timestamp.ts'

/** The mistakes in what is signed, but for the body, in the order in which they are made. */
export const HEAD_AXES: readonly Axis<Head>[] = [method, targetPath, targetQuery, targetEncoding, timestamp, nonce, lineOrder, lineFeeds]

/** The mistakes in the body, in the order in which they are made. */
export const BODY_AXES: readonly Axis<Body>[] = [
  bodyContent,
  // Before what is changed in the JSON: only in a layout that is known can it be written again.
  bodyLayout,
  bodyFields,
  bodyKeyOrder,
  bodyNonAscii,
  bodySlashes,
  bodyHtml,
  bodyMark,
  bodyEnds,
  bodyCharset,
]
