/** What names an operation. */
export interface NamedOperation {
  /** Its operationId. */
  readonly id: string
  /** Upper-case. */
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
}

/**
 * Finds an operation by any of its names: the operationId, the last segment of its path as on the wire, or method and path.
 *
 * @param name `openAdvertisingShow`, `open-advertising-show` or `PATCH /v3/goldplan/merchants/open-advertising-show`.
 * @returns `undefined` when no operation is called so.
 */
export function findOperation<Operation extends NamedOperation>(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => namesOf(operation).includes(name))
}

/** The names that {@link findOperation} takes for an operation, the operationId first. */
export function namesOf({ id, method, path }: NamedOperation): readonly string[] {
  return [id, path.split('/').at(-1) ?? path, `${method} ${path}`]
}
