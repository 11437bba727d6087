import { FIELD_NAMES } from '../wire/authorization.ts'

/** How clients misspell the five fields, in lower case: as version 2 of the API, other headers and SDKs call them. */
const MISSPELLINGS: Readonly<Record<string, readonly string[]>> = {
  mchid: ['mch_id', 'mch-id', 'merchantid', 'merchant_id'],
  serial_no: ['serialno', 'serial-no', 'serial_number', 'serialnumber', 'serial', 'cert_serial_no', 'certserialno'],
  nonce_str: ['noncestr', 'nonce-str', 'nonce', 'nonce_string'],
  timestamp: ['time_stamp', 'time-stamp'],
  signature: ['sign'],
}

const MEANT: ReadonlyMap<string, string> = new Map(
  FIELD_NAMES.flatMap((name) => [name, ...(MISSPELLINGS[name] ?? [])].map((spelling) => [spelling, name])),
)

/** Every known spelling, the longest first: `serial_no` also ends in a spelling of its own. */
const SPELLINGS: readonly string[] = [...MEANT.keys()].sort((one, other) => other.length - one.length)

/** The field that is meant by a name, if it is one of the five. */
export function meantField(name: string): string | undefined {
  return MEANT.get(name.toLowerCase())
}

/** The names that a word may end in, in lower case. */
export function fieldNamesAtEnd(word: string): string[] {
  const end = word.slice(-20).toLowerCase()
  return SPELLINGS.filter((spelling) => end.endsWith(spelling))
}
