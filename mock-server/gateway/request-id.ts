import { Buffer } from 'node:buffer'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** The five numbers of a Request-ID. They are not documented; the meaning of the first three was derived from real Request-IDs. */
export interface RequestIdFields {
  /** Whole seconds since 1970. */
  readonly seconds: number
  /** 0 to 999. */
  readonly milliseconds: number
  /** The IPv4 address of the machine that answers, as a number. */
  readonly address: number
  readonly fourth: number
  readonly fifth: number
}

/**
 * Formats a Request-ID. It has three parts: five protobuf varint fields in upper-case hexadecimal, a dash, and a number for the outcome.
 *
 * @param code The number of the outcome; 0 for success.
 */
export function formatRequestId(fields: RequestIdFields, code: number): string {
  const writer = new BinaryWriter()
  const values = [fields.seconds, fields.milliseconds, fields.address, fields.fourth, fields.fifth]
  for (const [index, value] of values.entries()) writer.tag(index + 1, WireType.Varint).uint32(value)
  return `${Buffer.from(writer.finish()).toString('hex').toUpperCase()}-${code}`
}

/** Returns a function that makes Request-IDs from the time, the local address and a counter. */
export function createRequestIds(): (now: number, localAddress: string, code: number) => string {
  let count = 0
  return (now, localAddress, code) => {
    count = (count + 1) % 2 ** 32
    const seconds = Math.floor(now / 1000)
    return formatRequestId({ seconds, milliseconds: Math.floor(now) % 1000, address: ipv4(localAddress), fourth: 1, fifth: count }, code)
  }
}

function ipv4(address: string): number {
  const bytes = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).map(Number) ?? [127, 0, 0, 1]
  return Buffer.from(bytes).readUInt32BE()
}
