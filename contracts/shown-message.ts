/** A diagnosis shows at most this many bytes of a signed message. */
export const SHOWN_BYTES = 8_192

/** Returns the beginning of a signed message as text. */
export function shownMessage(message: Uint8Array): string {
  return wholeCharacters(message.subarray(0, SHOWN_BYTES))
}

/** Decodes UTF-8. Leaves out the last character if it is cut off. Keeps a byte order mark, because it was signed, too. */
export function wholeCharacters(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
}
