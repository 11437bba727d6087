import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyFolder } from '../empty-folder.ts'

/** An interaction in a version 3 pact file. A field that is left out has its value from {@link OPENS}. */
export interface WrittenInteraction {
  readonly description?: string
  readonly states?: readonly { readonly name: string; readonly params?: object }[]
  readonly request?: object
  readonly response?: object
}

/** An interaction that opens the gold plan. It records neither Authorization nor headers of the answer. */
export const OPENS = {
  description: 'opening the gold plan',
  request: {
    method: 'POST',
    path: '/v3/goldplan/merchants/changegoldplanstatus',
    headers: { 'Content-Type': 'application/json' },
    body: { sub_mchid: '1900000109', operation_type: 'OPEN' },
  },
  response: { status: 200, body: { sub_mchid: '1900000109' } },
}

/** Writes a pact file and returns its path. */
export function pactFile(interactions: readonly WrittenInteraction[], provider = 'some provider'): string {
  const file = join(emptyFolder(), 'consumer-provider.json')
  const written = interactions.map(({ states, ...others }) => ({ ...OPENS, ...others, ...(states && { providerStates: states }) }))
  const metadata = { pactSpecification: { version: '3.0.0' } }
  writeFileSync(file, JSON.stringify({ consumer: { name: 'their shop' }, provider: { name: provider }, interactions: written, metadata }))
  return file
}
