import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { documents, type ErrorExample } from '../../../contracts/index.ts'

/** What the answer with an error example holds. */
export type ErrorBodies = (example: ErrorExample) => { readonly code: string; readonly message: string }

/** Reads the error examples of the document; without Prism, which takes its time and has nothing to route here. */
export async function readErrorBodies(): Promise<ErrorBodies> {
  const { components } = parse(await readFile(documents.gateway, 'utf8'))
  return (example) => components.examples[example].value
}
