/** What a section found: rows of figures, the candidate or the case first. */
export interface Table {
  readonly title: string
  /** What a reader must know to read the figures right. */
  readonly notes?: readonly string[]
  readonly rows: readonly Row[]
}

export type Row = Readonly<Record<string, Figure>>
export type Figure = string | number | boolean | undefined

export function printTable({ title, notes = [], rows }: Table): void {
  console.log(`\n${title}`)
  console.table(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, figure]) => [name, shown(figure)]))))
  for (const note of notes) console.log(note)
}

export function markdown({ title, notes = [], rows }: Table): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => line(names.map((name) => shown(row[name]))))
  const rule = line(names.map((name) => (rows.some((row) => typeof row[name] === 'number') ? '---:' : '---')))
  return [`### ${title}`, '', line(names), rule, ...lines, ...notes.flatMap((note) => ['', note]), ''].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Three digits say all that such figures can. */
function shown(figure: Figure): string {
  if (figure === undefined) return ''
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no'
  if (typeof figure === 'string') return figure
  return figure >= 1_000 ? Math.round(figure).toLocaleString('en') : String(Number(figure.toPrecision(3)))
}
