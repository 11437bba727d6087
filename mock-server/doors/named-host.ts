import { Buffer } from 'node:buffer'
import { wayTo } from './gateway-hosts.ts'

/** The first byte of a TLS handshake: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
export const HANDSHAKE = 0x16

/**
 * Returns the host of WeChat Pay that a client names in its first bytes, in TLS or in plain HTTP. Returns `''` when the client names no
 * host of WeChat Pay, and `undefined` when more bytes are needed.
 */
export function namedHost(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined
  const names = bytes[0] === HANDSHAKE ? namesInTls(bytes) : namesInRequest(bytes.toString('latin1'))
  return names && (names.find((name) => wayTo(name) !== 'outside') ?? '')
}

/**
 * Matches the first line of a request, even if only the beginning of the line has arrived. Like WeChat Pay's nginx, accepts empty lines
 * before the request, and a method of capital letters, `_` and `-`.
 */
const REQUEST = /^[\r\n]*(?:[A-Z_-]*$|[A-Z_-]+ [^\n]*(?:$| HTTP\/1\.\d *\r?\n))/

const END_OF_HEAD = /\n\r?\n/

/** Finds the host in the Host header, and the host in the first line if that line has a whole URL. */
const HOSTS = /(?:^\S+ +https?:\/\/(?:[^/?#\s@]*@)?|\nhost[ \t]*:[ \t]*)([^\s/?#:]+)/gi

function namesInRequest(text: string): readonly string[] | undefined {
  if (!REQUEST.test(text)) return []
  const [head = '', body] = text.trimStart().split(END_OF_HEAD, 2)
  return body === undefined ? undefined : [...head.matchAll(HOSTS)].map(([, host = '']) => host)
}

function namesInTls(bytes: Buffer): readonly string[] | undefined {
  const message = handshakeIn(bytes)
  return message && [serverNameIn(message) ?? '']
}

/** A type, a version and the length of the record: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const RECORD_HEADER_BYTES = 5

/** A type and the length of the message: https://www.rfc-editor.org/rfc/rfc8446#section-4 */
const MESSAGE_HEADER_BYTES = 4

/** The first message of a handshake, which may be spread over several records; `undefined` when part of the message is still missing. */
function handshakeIn(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  for (let at = 0; bytes.length >= at + RECORD_HEADER_BYTES && bytes[at] === HANDSHAKE; ) {
    const end = at + RECORD_HEADER_BYTES + bytes.readUInt16BE(at + 3)
    if (bytes.length < end) break
    parts.push(bytes.subarray(at + RECORD_HEADER_BYTES, end))
    at = end
  }
  const message = Buffer.concat(parts)
  const isWhole = message.length >= MESSAGE_HEADER_BYTES && message.length >= MESSAGE_HEADER_BYTES + message.readUIntBE(1, 3)
  return isWhole ? message : undefined
}

/** The number of bytes in a ClientHello before the session ID: the header of the message, the version and the random bytes. */
const FIXED_BYTES = MESSAGE_HEADER_BYTES + 2 + 32

/** The type of the extension that contains the name of the host: https://www.rfc-editor.org/rfc/rfc6066#section-3 */
const SERVER_NAME = 0

/**
 * Returns the host that a TLS client wants to reach; `undefined` when it names none.
 *
 * @param hello A ClientHello: https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2
 */
function serverNameIn(hello: Buffer): string | undefined {
  try {
    const afterSession = FIXED_BYTES + 1 + hello.readUInt8(FIXED_BYTES)
    const afterCiphers = afterSession + 2 + hello.readUInt16BE(afterSession)
    let at = afterCiphers + 1 + hello.readUInt8(afterCiphers) + 2
    while (hello.readUInt16BE(at) !== SERVER_NAME) at += 4 + hello.readUInt16BE(at + 2)
    // After the type and the length of the extension come the length of the list of names and the type of the first name.
    const length = hello.readUInt16BE(at + 7)
    return hello.toString('latin1', at + 9, at + 9 + length)
  } catch {
    // The message ends without a name.
    return undefined
  }
}
