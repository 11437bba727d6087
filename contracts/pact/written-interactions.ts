import { readFile } from 'node:fs/promises'
import { shownValue } from '../shown-value.ts'
import type { ParsedPact } from './known-pacts.ts'
import { ignoredRule, listWithoutItem } from './refuse-ignored-rules.ts'

/** The interactions in a pact file. A key holds the description and the states of an interaction, its value the content. Both are JSON. */
type Interactions = ReadonlyMap<string, string>

/** Checks the interactions that the tests of one pact write to the pact file. */
export interface WrittenInteractions {
  /** Reads the pact file before Pact writes to it. @throws {Error} When the file exists and is not a pact. */
  begin(): Promise<Interactions>
  /**
   * Reads the pact file after Pact has written the interaction of one test to it, and checks this interaction.
   *
   * @param before The result of `begin`.
   * @param description The description of the interaction.
   * @throws {Error} When the interaction replaced the interaction of another test. Pact does this silently if both have the same
   *   description and states. Also when Pact would ignore a matching rule of the interaction, or would accept any items in a list of
   *   its body.
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
  return `Two tests have an interaction ${shownValue(description)} with the same states, and the pact keeps only one: give one of them another description (描述重复，契约只保留一个)`
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
