import { type Document, isScalar, visit, type YAMLMap } from 'yaml'

/** The largest number of aliases in a file. For each alias, the yaml package searches the whole document. */
const ALIAS_LIMIT = 100

/**
 * Finds a key that occurs twice in the same mapping, or more aliases than a file may have. The yaml package can check keys, too, but it
 * compares each key with all keys before it. For 20,000 keys, its check took 1.4 seconds; for 40,000, it took 9.4 seconds.
 *
 * @param document Read with `uniqueKeys: false`.
 * @returns What is wrong, in words; `undefined` when nothing is wrong.
 */
export function documentFlaw(document: Document, text: string): string | undefined {
  let flaw: string | undefined
  let aliases = 0
  const stopAt = (found: string | undefined) => {
    flaw = found
    return found === undefined ? undefined : visit.BREAK
  }
  visit(document, {
    Map: (_, map) => stopAt(duplicateKey(map, text)),
    Alias: () => stopAt(++aliases > ALIAS_LIMIT ? `the content has more than ${ALIAS_LIMIT} aliases` : undefined),
  })
  return flaw
}

function duplicateKey({ items }: YAMLMap, text: string): string | undefined {
  const seen = new Set<unknown>()
  const key = items.find(({ key }) => isScalar(key) && seen.size === seen.add(key.value).size)?.key
  if (!isScalar(key)) return undefined
  const before = text.slice(0, key.range?.[0] ?? 0).split('\n')
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  return `the key ${JSON.stringify(key.value).slice(0, 60)} occurs twice, the second time at ${place}`
}
