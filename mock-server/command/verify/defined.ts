type Defined<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> }

/** An option that was not given is left out, not undefined. */
export function defined<Options extends object>(options: Options): Defined<Options> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<Options>
}
