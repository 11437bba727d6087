/** The longest part of a message that a diagnosis shows, in bytes. */
export const SHOWN_BYTES = 8_192

/** The beginning of a signed message as text. */
export function shownMessage(message: Uint8Array): string {
  return wholeCharacters(message.subarray(0, SHOWN_BYTES))
}

/** UTF-8 as text, without a character that is cut at the end. A byte order mark is kept, because it is signed, too. */
export function wholeCharacters(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
}
