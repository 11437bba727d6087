import leven from 'leven'
import { type NamedOperation, namesOf } from './find-operation.ts'

const SUGGESTIONS = 3

/** At most this many characters of a text are compared, to save time. */
const TEXT_LIMIT = 200

/**
 * Returns the three names nearest to a text by edit distance, the nearest first. If fewer than three names are given, returns all of them.
 * Case is ignored.
 *
 * @param textsOf Returns the spellings of a name, by default only the name itself. A name is as near as its nearest spelling.
 */
export function nearestNames(
  text: string,
  names: Iterable<string>,
  textsOf: (name: string) => readonly string[] = (name) => [name],
): string[] {
  const wanted = text.slice(0, TEXT_LIMIT).toLowerCase()
  const distance = (name: string) => Math.min(...textsOf(name).map((other) => leven(wanted, other.toLowerCase())))
  return [...names]
    .map((name) => ({ name, distance: distance(name) }))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, SUGGESTIONS)
    .map(({ name }) => name)
}

/** Formats the result of {@link nearestNames} as the end of an error message: `(nearest: SYSTEM_ERROR, RATE_LIMITED, NO_AUTH)`. */
export function nearest(...search: Parameters<typeof nearestNames>): string {
  return `(nearest: ${nearestNames(...search).join(', ')})`
}

/** Formats the operationIds nearest to a text that names no operation, as {@link nearest} does. */
export function nearestOperations(text: string, operations: readonly NamedOperation[]): string {
  const names = new Map(operations.map((operation) => [operation.id, namesOf(operation)]))
  return nearest(text, names.keys(), (id) => names.get(id) ?? [])
}
