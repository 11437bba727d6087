// Exports for the command, which loads this folder to explain a refusal.

export { startOf } from './compare-body.ts'
export { type ComparedRequest, compareRequest, compareSigned, isSameAttempt } from './compare-refusal.ts'
export { bodyFindings, refusalFindings, signedFindings } from './refusal-findings.ts'
export { type RefusedMessage, refusedMessage, SHOWN_BODY_BYTES, type SignInformation, shownMessage } from './refused-message.ts'
