/** What a section found: rows of figures, the candidate or the case first. */
export interface Table {
  readonly title: string
  /** What a reader must know to read the figures right. */
  readonly notes?: readonly string[]
  readonly rows: readonly Row[]
}

export type Row = Readonly<Record<string, Figure>>
export type Figure = string | number | boolean | undefined

/** In Markdown, with columns that also line up in a terminal. */
export function markdown({ title, notes = [], rows }: Table): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const columns = names.map((name) => column(name, rows))
  const lines = ['heading', ...rows].map((_, at) => line(columns.map(({ cells }) => cells[at] ?? '')))
  const rule = line(columns.map(({ isNumeric, width }) => (isNumeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))))
  return [`### ${title}`, '', lines[0], rule, ...lines.slice(1), ...notes.flatMap((note) => ['', note]), ''].join('\n')
}

/** A heading and the cells under it, as wide as the widest. */
function column(name: string, rows: readonly Row[]) {
  const texts = [name, ...rows.map((row) => shown(row[name]))]
  const width = Math.max(3, ...texts.map((text) => text.length))
  const isNumeric = rows.some((row) => typeof row[name] === 'number')
  return { width, isNumeric, cells: texts.map((text) => (isNumeric ? text.padStart(width) : text.padEnd(width))) }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Three digits say all that such figures can. */
function shown(figure: Figure): string {
  if (figure === undefined) return ''
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no'
  if (typeof figure === 'string') return figure.replaceAll('|', '\\|').replaceAll('\n', ' ')
  return figure >= 1_000 ? Math.round(figure).toLocaleString('en') : String(Number(figure.toPrecision(3)))
}
