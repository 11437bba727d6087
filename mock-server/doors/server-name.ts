import type { Buffer } from 'node:buffer'

/** The bytes of a ClientHello before the session ID: the header of the record, the header of the message, the version and the random bytes. */
const FIXED_BYTES = 5 + 4 + 2 + 32

/** The extension with the name: https://www.rfc-editor.org/rfc/rfc6066#section-3 */
const SERVER_NAME = 0

/**
 * Returns the host that a TLS client wants to reach; `undefined` when it names none.
 *
 * @param record The first TLS record of a connection, a ClientHello: https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2
 */
export function serverNameIn(record: Buffer): string | undefined {
  try {
    const afterSession = FIXED_BYTES + 1 + record.readUInt8(FIXED_BYTES)
    const afterCiphers = afterSession + 2 + record.readUInt16BE(afterSession)
    let at = afterCiphers + 1 + record.readUInt8(afterCiphers) + 2
    while (record.readUInt16BE(at) !== SERVER_NAME) at += 4 + record.readUInt16BE(at + 2)
    // After the type and the length of the extension come the length of its list and the type of its only name.
    const length = record.readUInt16BE(at + 7)
    return record.toString('latin1', at + 9, at + 9 + length)
  } catch {
    // The record ends before the name.
    return undefined
  }
}
