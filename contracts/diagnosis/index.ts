// For the command, which judges signers itself. `contracts/index.ts` does not import this file: it loads the catalogue only when needed.
export { TIMESTAMP_AHEAD, TIMESTAMP_BEHIND, TIMESTAMP_OF_THE_SAMPLE } from './catalogue/credentials.ts'
export { type DescribedMistake, describe, type Mistake } from './mistake.ts'
