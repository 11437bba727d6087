import { readFile } from 'node:fs/promises'
import { shownValue } from '../shown-value.ts'
import type { ParsedPact } from './known-pacts.ts'
import { ignoredRule, listWithoutItem } from './refuse-ignored-rules.ts'

/** The interactions in a pact file, as JSON, by description and states. */
type Interactions = ReadonlyMap<string, string>

/** The interactions that the tests of one pact have written to its file. */
export interface WrittenInteractions {
  /** Reads the file before Pact writes to it. @throws {Error} When the file exists and is not a pact. */
  begin(): Promise<Interactions>
  /**
   * Reads the file after Pact has written to it.
   *
   * @param description The description of the test's interaction.
   * @throws {Error} When the test replaced the interaction of another test, because Pact silently keeps one interaction for a description and its
   *   states. Also when Pact ignores a matching rule of the interaction, or accepts any items of a list.
   */
  end(before: Interactions, description: string): Promise<void>
}

export function writtenInteractions(file: string): WrittenInteractions {
  const written = new Set<string>()
  return {
    begin: () => interactionsIn(file),
    async end(before, description) {
      refuseIgnored(await writtenTo(file), description)
      for (const [key, interaction] of await interactionsIn(file)) {
        const isReplaced = before.has(key) && before.get(key) !== interaction
        if (isReplaced && written.has(key)) throw new Error(replaced(key))
        if (isReplaced || !before.has(key)) written.add(key)
      }
    },
  }
}

function replaced(key: string): string {
  const [description] = JSON.parse(key)
  return `Two tests have an interaction ${shownValue(description)} with the same states, and the pact keeps only one: give this one another description (描述重复，契约只保留一个)`
}

function refuseIgnored(interactions: readonly Written[], own: string): void {
  for (const { description = '', request, response } of interactions) {
    if (description !== own) continue
    const problem = ignoredRule(request, 'path') ?? ignoredRule(response) ?? listWithoutItem(request) ?? listWithoutItem(response)
    if (problem) throw new Error(`The interaction ${shownValue(description)} has ${problem}`)
  }
}

async function interactionsIn(file: string): Promise<Interactions> {
  return new Map((await writtenTo(file)).map((interaction) => [keyOf(interaction), contentOf(interaction)]))
}

async function writtenTo(file: string): Promise<readonly Written[]> {
  const text = await readFile(file, 'utf8').catch(() => '{"interactions":[]}')
  return pactIn(text, file).interactions ?? []
}

function pactIn(text: string, file: string): ParsedPact {
  try {
    const pact = JSON.parse(text)
    if (Array.isArray(pact.interactions)) return pact
  } catch {}
  throw new Error(`${file} is not a pact, so no interaction can be added to it: delete it (不是契约文件，请删除)`)
}

type Written = NonNullable<ParsedPact['interactions']>[number] & { readonly providerStates?: unknown }

function keyOf({ description, providerStates = [] }: Written): string {
  return JSON.stringify([description, providerStates])
}

/** The parts by which two interactions are compared. Headers are left out, because signatures differ between runs. */
function contentOf({ request, response }: Written): string {
  const { method, path, query, body } = Object(request)
  const { status, body: answer } = Object(response)
  return JSON.stringify([method, path, query, body, status, answer])
}
