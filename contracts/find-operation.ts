/** The parts of an operation that identify it. */
export interface NamedOperation {
  /** The operationId. */
  readonly id: string
  /** The method in upper case. */
  readonly method: string
  /** The path template, with parameters in braces. */
  readonly path: string
}

/**
 * Finds an operation by its operationId, by the last segment of its path, or by its method and path.
 *
 * @param name `openAdvertisingShow`, `open-advertising-show` or `PATCH /v3/goldplan/merchants/open-advertising-show`.
 * @returns `undefined` when no operation has this name.
 */
export function findOperation<Operation extends NamedOperation>(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => namesOf(operation).includes(name))
}

/** The names that {@link findOperation} accepts for an operation, the operationId first. */
export function namesOf({ id, method, path }: NamedOperation): readonly string[] {
  return [id, path.split('/').at(-1) ?? path, `${method} ${path}`]
}
