import type { Variables } from './environment.ts'

/** The language of a shell, or `dotenv` for a .env file. */
export type EnvironmentForm = 'sh' | 'fish' | 'powershell' | 'dotenv'

/** Writes a variable in the language of a shell or of a file. */
const ASSIGNMENTS: Readonly<Record<EnvironmentForm, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
  // PowerShell takes typographic quotes for quotes, too.
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
 * Leaves a simple or empty value without quotes. Readers of .env files know different escapes, so any other value gets quotes that it does
 * not contain, if possible.
 */
function inDotenv(value: string): string {
  if (/^[\w./:@%+,=-]*$/.test(value)) return value
  const quote = ["'", '"', '`'].find((character) => !value.includes(character)) ?? "'"
  return quote + value + quote
}
