import type { GeneratedFiles } from '../document-files.ts'
import { certificateVectors } from './certificate-vectors.ts'
import { fieldVectors } from './field-vectors.ts'
import { mistakeVectors } from './mistake-vectors.ts'
import { notificationVectors } from './notification-vectors.ts'
import { receivedMistakeVectors } from './received-mistake-vectors.ts'
import { requestVectors } from './request-vectors.ts'
import { responseVectors } from './response-vectors.ts'

const MAKERS = {
  requests: requestVectors,
  responses: responseVectors,
  notifications: notificationVectors,
  certificates: certificateVectors,
  fields: fieldVectors,
  mistakes: mistakeVectors,
  'received-mistakes': receivedMistakeVectors,
}

/** Generates the golden vectors with the shipped keys. */
export async function vectorFiles(): Promise<GeneratedFiles> {
  const made = Object.entries(MAKERS).map(async ([name, make]) => [
    `contracts/vectors/${name}.json`,
    `${JSON.stringify(await make(), null, 2)}\n`,
  ])
  return Object.fromEntries(await Promise.all(made))
}
