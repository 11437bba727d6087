import { shownValue } from '../shown-value.ts'

/**
 * Checks a query. A status or an operation instead of `{ status }` or `{ operation }` would select everything, and a test that waits would pass.
 *
 * @throws {TypeError} When the query is not an object.
 */
export function checkQuery(query: unknown): void {
  if (typeof query !== 'object' || query === null || Array.isArray(query))
    throw new TypeError(`query must be an object, such as { status: 200 }; got ${shownValue(query)}`)
}
