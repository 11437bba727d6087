import type { Variables } from './environment.ts'

/** The language of a shell, or `dotenv` for a .env file. */
export type EnvironmentForm = 'sh' | 'fish' | 'powershell' | 'dotenv'

/** For each form, a function that writes one variable in that form. */
const ASSIGNMENTS: Readonly<Record<EnvironmentForm, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
  // Typographic quotes are doubled, too, because PowerShell treats them as quotes.
  powershell: (name, value) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
  dotenv: (name, value) => `${name}=${inDotenv(value)}`,
}

/** The forms in which variables can be printed. */
export const ENVIRONMENT_FORMS = Object.keys(ASSIGNMENTS) as readonly EnvironmentForm[]

/** Writes variables as text for a shell to evaluate, or as a .env file. */
export function environmentText(form: EnvironmentForm, variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => `${ASSIGNMENTS[form](name, value)}\n`)
    .join('')
}

/**
 * Puts a value in quotes, unless it is simple or empty. If possible, chooses quotes that the value does not contain, because programs that
 * read .env files support different escapes.
 */
function inDotenv(value: string): string {
  if (/^[\w./:@%+,=-]*$/.test(value)) return value
  const quote = ["'", '"', '`'].find((character) => !value.includes(character)) ?? "'"
  return quote + value + quote
}
