import type { Language } from '../language.ts'

/** For whom a diagnosis is printed. */
export interface Reader {
  readonly stream: NodeJS.WriteStream
  readonly language: Language
}
