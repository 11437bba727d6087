import { Buffer } from 'node:buffer'
import { type Diagnosis, diagnose } from '../../contracts/index.ts'
import { journalEntry, verdictOf } from '../journal/journal-entry.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { JournalEntry } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { circumstancesOf } from './circumstances-of.ts'
import type { Diagnoses } from './diagnoses.ts'

/** An entry of the journal, with what was found of why its request was refused. */
export interface DiagnosedEntry extends JournalEntry {
  readonly diagnosis: Diagnosis
}

/** What a diagnosis is made with. */
export interface Diagnostics {
  readonly store: Store
  readonly platformKeys: PlatformKeys
  readonly diagnoses: Diagnoses
  /** Told of every diagnosis, with the entry of the journal that it is in. */
  readonly onDiagnosis: (entry: DiagnosedEntry) => void
}

/**
 * Has it found out why the signature of a request was refused; its answer need not wait for that.
 *
 * @param id That of its entry in the journal.
 * @returns `null` for a request whose signature holds, or was not looked at.
 */
export async function diagnoseRefusal(
  id: number,
  context: RequestContext,
  outcome: Outcome,
  diagnostics: Diagnostics,
): Promise<Diagnosis | null> {
  const verdict = verdictOf(context, outcome)
  if (verdict === null || verdict === 'valid') return null
  return diagnostics.diagnoses.start(id, async () => {
    const { method, target, headers, body = Buffer.alloc(0) } = context.request
    const circumstances = await circumstancesOf(context.request, context.claim, id, diagnostics)
    const diagnosis = await diagnose({ method, target, authorization: headers['authorization'], body }, circumstances)
    diagnostics.onDiagnosis({ id, ...journalEntry(context, outcome), diagnosis })
    return diagnosis
  })
}
