/** JSON as Pact writes it, in a pact file, an answer and a replay: compact, the keys of each object in alphabetical order. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** By code points, as Pact's core compares them. */
function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
