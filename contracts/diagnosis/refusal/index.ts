// Exports for the folder `mock-server/command`, which explains refusals.

export { startOf } from './compare-body.ts'
export { type ComparedRequest, compareRequest, compareSigned, isSameAttempt } from './compare-refusal.ts'
export { bodyFindings, refusalFindings, signedFindings } from './refusal-findings.ts'
export { type RefusedMessage, refusedMessage, SHOWN_BODY_BYTES, type SignInformation, shownMessage } from './refused-message.ts'
