import { PROVIDER_STATES } from '../../pact/index.ts'
import { code, type Language, listed, table } from './markdown.ts'

const HEADER = {
  en: ['state', 'parameters', 'what it means'],
  zh: ['状态', '参数', '含义'],
} as const

/** The table of the provider states, as `docs/pact.md` shows it. */
export function providerStatesPart(language: Language): string {
  const rows = Object.entries(PROVIDER_STATES).map(([name, { meaning, meaningZh, parameters }]) => [
    code(name),
    listed(Object.keys(parameters).map(code), language),
    language === 'zh' ? meaningZh : withoutChinese(meaning),
  ])
  return table(HEADER[language], rows)
}

/** Removes the full stop at the end of a meaning. If a Chinese term in brackets stands before the full stop, removes the term, too. */
function withoutChinese(meaning: string): string {
  return meaning.replace(/( \([^)]*\p{Script=Han}[^)]*\))?\.$/u, '')
}
