import { PROVIDER_STATES } from '../../pact/index.ts'

const WORDS = {
  en: { header: ['state', 'parameters', 'what it means'], comma: ', ' },
  zh: { header: ['状态', '参数', '含义'], comma: '、' },
} as const

/** The table of the provider states, as `docs/pact.md` shows it. */
export function providerStatesPart(language: 'en' | 'zh'): string {
  const { header, comma } = WORDS[language]
  const rows = Object.entries(PROVIDER_STATES).map(([name, { meaning, meaningZh, parameters }]) => [
    code(name),
    Object.keys(parameters).map(code).join(comma),
    language === 'zh' ? meaningZh : withoutChinese(meaning),
  ])
  return `${row(header)}|---|---|---|\n${rows.map(row).join('')}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`
}

function code(name: string): string {
  return `\`${name}\``
}

/** Removes the full stop at the end of a meaning, and the Chinese term in brackets before it, if any. */
function withoutChinese(meaning: string): string {
  return meaning.replace(/( \([^)]*\p{Script=Han}[^)]*\))?\.$/u, '')
}
