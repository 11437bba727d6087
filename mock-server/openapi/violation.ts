/** What Prism found wrong with a request: a JSON schema keyword, and where. */
export interface Violation {
  readonly keyword: string
  /** Begins with `body`, `query` or `path`. */
  readonly path: readonly string[]
  /** The value that is wrong, where the path alone does not say which. */
  readonly value?: string
}
