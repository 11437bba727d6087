import type { Language } from '../language.ts'

/** Where a diagnosis is printed, and in which language. */
export interface Reader {
  readonly stream: NodeJS.WriteStream
  readonly language: Language
}
