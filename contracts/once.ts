/** Returns a function that creates a value on its first call and keeps it. Use it for values that are slow to create and never change. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
