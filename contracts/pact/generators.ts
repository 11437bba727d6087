/** A generator of Pact: it replaces a value of a request when the request is sent. */
export interface Generator {
  readonly type: string
  readonly [parameter: string]: unknown
}

/** All generators in a JSON value. The variants of the matcher `arrayContains` have generators, too. */
export function generatorsIn(value: unknown): readonly Generator[] {
  if (typeof value !== 'object' || value === null) return []
  const { type } = value as Record<string, unknown>
  return [...(typeof type === 'string' ? [value as Generator] : []), ...Object.values(value).flatMap(generatorsIn)]
}
