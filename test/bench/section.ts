import type { Table } from './table.ts'

/** A part of the benchmark that can be run alone. */
export interface Section {
  readonly name: string
  /** What it measures, for a reader of `--help`. */
  readonly measures: string
  /** Whether it needs the packages of the benchmark's own. */
  readonly needsPackages: boolean
  /** Measures; tells what it is at. */
  readonly run: (tell: (line: string) => void) => Promise<readonly Table[]>
}
