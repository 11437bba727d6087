// Exports for the commands in `mock-server/command` that check signatures without a server. `contracts/index.ts` does not import this file,
// because this file loads the catalogue of mistakes.
export {
  isMchid,
  isSerial,
  SERIAL_LOWER_CASE,
  TIMESTAMP_AHEAD,
  TIMESTAMP_BEHIND,
  TIMESTAMP_OF_THE_SAMPLE,
} from './catalogue/credentials.ts'
export { KEY_OF_ANOTHER_CERTIFICATE, KEY_UNKNOWN } from './catalogue/key-and-algorithm.ts'
export { checkClock, checkCredentials } from './check-credentials.ts'
export { type DescribedMistake, describe, type Mistake } from './mistake.ts'
export { readAuthorization } from './read-authorization.ts'
