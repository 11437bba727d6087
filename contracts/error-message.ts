/** The message of an error; a thrown value of another kind as text. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
