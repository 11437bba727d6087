/** A table of results, such as those of one section of the benchmark. The first column says what was measured. */
export interface Table {
  readonly title: string
  /** What a reader must know to understand the figures. */
  readonly notes?: readonly string[]
  readonly rows: readonly Row[]
}

export type Row = Readonly<Record<string, Figure>>
export type Figure = string | number | boolean | undefined

/** Writes a table in Markdown, with columns that line up in a terminal. */
export function markdown({ title, notes = [], rows }: Table): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const columns = names.map((name) => column(name, rows))
  const lines = ['heading', ...rows].map((_, at) => line(columns.map(({ cells }) => cells[at] ?? '')))
  const rule = line(columns.map(({ isNumeric, width }) => (isNumeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))))
  return [`### ${title}`, '', lines[0], rule, ...lines.slice(1), ...notes.flatMap((note) => ['', note]), ''].join('\n')
}

/** Makes one column: the heading and the cells under it, padded to the width of the widest one. */
function column(name: string, rows: readonly Row[]) {
  const texts = [name, ...rows.map((row) => shown(row[name]))]
  const width = Math.max(3, ...texts.map((text) => text.length))
  const isNumeric = rows.some((row) => typeof row[name] === 'number')
  return { width, isNumeric, cells: texts.map((text) => (isNumeric ? text.padStart(width) : text.padEnd(width))) }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Formats a figure. Rounds a number below 1,000 to three significant digits, and a larger number to a whole number. */
function shown(figure: Figure): string {
  if (figure === undefined) return ''
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no'
  if (typeof figure === 'string') return figure.replaceAll('|', '\\|').replaceAll('\n', ' ')
  return figure >= 1_000 ? Math.round(figure).toLocaleString('en') : String(Number(figure.toPrecision(3)))
}
