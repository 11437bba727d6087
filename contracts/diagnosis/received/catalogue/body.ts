import type { Body } from '../../body.ts'
import type { Axis } from '../../mistake.ts'
import { receivedCharset, receivedEnds, receivedMark } from './body-bytes.ts'
import { receivedEscapes, receivedFields, receivedKeyOrder, receivedLayout, receivedParts, receivedValues } from './body-json.ts'
import { receivedTransport } from './body-transport.ts'

/** The groups of mistakes in the body of a received message, in the order in which the diagnosis undoes them. */
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
