import type { Table } from './table.ts'

/** A part of the benchmark that can run on its own. */
export interface Section {
  readonly name: string
  /** What it measures: the text of `--help`, and in the results the rest of a sentence that begins with "Measures". */
  readonly measures: string
  /** Whether it needs the packages of test/bench/. */
  readonly needsPackages: boolean
  /** Measures, and reports its progress to `tell`. */
  readonly run: (tell: (line: string) => void) => Promise<readonly Table[]>
}
