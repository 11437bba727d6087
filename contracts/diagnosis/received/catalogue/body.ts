import type { Body } from '../../body.ts'
import type { Axis } from '../../mistake.ts'
import { receivedCharset, receivedEnds, receivedMark } from './body-bytes.ts'
import { receivedEscapes, receivedFields, receivedKeyOrder, receivedLayout, receivedParts, receivedValues } from './body-json.ts'
import { receivedTransport } from './body-transport.ts'

/** The mistakes in the body, in the order in which they are undone. */
export const RECEIVED_BODY_AXES: readonly Axis<Body>[] = [
  receivedTransport,
  receivedMark,
  receivedCharset,
  receivedEnds,
  receivedParts,
  receivedLayout,
  receivedFields,
  receivedValues,
  receivedKeyOrder,
  receivedEscapes,
]
