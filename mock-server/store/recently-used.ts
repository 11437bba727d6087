/**
 * Keeps the values that were used last.
 *
 * @param limit How many.
 */
export function createRecentlyUsed<Value>(limit: number) {
  const values = new Map<string, Value>()
  return {
    get: (key: string): Value | undefined => values.get(key),
    /** Keeps a value as the one that was used last, and drops the one whose use is the longest ago when there are too many. */
    use(key: string, value: Value): Value {
      values.delete(key)
      values.set(key, value)
      if (values.size > limit) values.delete(values.keys().next().value ?? '')
      return value
    },
  }
}
