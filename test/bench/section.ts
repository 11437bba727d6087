import type { Table } from './table.ts'

/** A part of the benchmark that can run on its own. */
export interface Section {
  readonly name: string
  /** What the section measures. `--help` shows this text, and RESULTS.md shows it after the word "Measures". */
  readonly measures: string
  /** Whether the section needs the packages in test/bench/package.json. */
  readonly needsPackages: boolean
  /** Runs the section's measurements and returns the results. Reports the progress to `tell`. */
  readonly run: (tell: (line: string) => void) => Promise<readonly Table[]>
}
