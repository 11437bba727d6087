import { Buffer } from 'node:buffer'

/** The parser's error code when a client sends HTTP/2 without asking first: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
export const HTTP2_CODE = 'HPE_PAUSED_H2_UPGRADE'

const SETTINGS = 4
const GO_AWAY = 7
/** https://www.rfc-editor.org/rfc/rfc9113#section-7 */
const HTTP_1_1_REQUIRED = 13

/**
 * Returns the frames that tell an HTTP/2 client to use HTTP/1.1. An HTTP/2 client shows its user the text of a GOAWAY frame. It would not
 * show an answer in HTTP/1.1.
 *
 * @param text Tells the user what to do.
 */
export function goAway(text: string): Buffer {
  const lastStreamAndError = Buffer.alloc(8)
  lastStreamAndError.writeUInt32BE(HTTP_1_1_REQUIRED, 4)
  return Buffer.concat([frame(SETTINGS), frame(GO_AWAY, lastStreamAndError, Buffer.from(text))])
}

/** https://www.rfc-editor.org/rfc/rfc9113#section-4.1 */
function frame(type: number, ...payload: readonly Buffer[]): Buffer {
  const content = Buffer.concat(payload)
  const header = Buffer.alloc(9)
  header.writeUIntBE(content.length, 0, 3)
  header.writeUInt8(type, 3)
  return Buffer.concat([header, content])
}
