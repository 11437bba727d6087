import type { Table } from './table.ts'

/** A part of the benchmark that can run on its own. */
export interface Section {
  readonly name: string
  /** What it measures, as `--help` and the results say it. */
  readonly measures: string
  /** Whether it needs the packages of test/bench/. */
  readonly needsPackages: boolean
  /** Measures, and reports its progress to `tell`. */
  readonly run: (tell: (line: string) => void) => Promise<readonly Table[]>
}
