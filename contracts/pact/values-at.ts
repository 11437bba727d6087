/** Returns the values that the steps of a path lead to; the step `*` leads to every part of an object or a list. */
export type ValuesAt = (steps: readonly string[]) => readonly unknown[]

/** The values at the end of a path. */
interface Place {
  readonly values: unknown[]
  /** The places one step further; each key is a step. They are computed when first needed and kept, because many paths begin alike. */
  next?: ReadonlyMap<string, Place>
}

export function valuesIn(body: unknown): ValuesAt {
  const root: Place = { values: [body] }
  return (steps) => steps.reduce<Place | undefined>((place, step) => place && nextOf(place).get(step), root)?.values ?? []
}

function nextOf(place: Place): ReadonlyMap<string, Place> {
  place.next ??= placesAfter(place.values)
  return place.next
}

function placesAfter(values: readonly unknown[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const [key, part] of values.flatMap(partsOf))
    for (const step of [key, '*']) {
      const { values: known } = places.get(step) ?? { values: [] }
      known.push(part)
      places.set(step, { values: known })
    }
  return places
}

function partsOf(value: unknown): [string, unknown][] {
  return isObjectOrList(value) ? Object.entries(value) : []
}

export function isObjectOrList(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
