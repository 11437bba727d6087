/** The longest part of a message that a diagnosis shows, in bytes. */
const SHOWN_BYTES = 8_192

/** The beginning of a signed message as text, without a character that is cut. A byte order mark is kept, because it is signed, too. */
export function shownMessage(message: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(message.subarray(0, SHOWN_BYTES), { stream: true })
}
