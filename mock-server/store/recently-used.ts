/**
 * Keeps the most recently used values, each under a key.
 *
 * @param limit The number of values to keep.
 */
export function createRecentlyUsed<Value>(limit: number) {
  const values = new Map<string, Value>()
  return {
    /** Returns a value. This does not count as a use. */
    get: (key: string): Value | undefined => values.get(key),
    /** Stores a value as the most recently used, and returns it. If there are then too many values, drops the least recently used. */
    use(key: string, value: Value): Value {
      values.delete(key)
      values.set(key, value)
      if (values.size > limit) values.delete(values.keys().next().value ?? '')
      return value
    },
  }
}
