/** The usual prompts of bash and zsh before a curl command: a user and a host, brackets, an arrow, or one sign. The name of a Python environment may precede them. */
const PROMPT =
  /^(?:\([^()\n]{1,60}\) )?(?:(?:\[[^\]\n'"]{1,100}\]|[^\s@'"]{1,60}@[^\n'"]{1,100}?)[#$%]|➜[^\n'"]{0,100}?\s|[$%>❯])[ \t]*(?=(?:[^\s'"]{0,100}\/)?curl\s)/gm

/**
 * The prompt `>` before a continued line that begins with an option, a text, an address or JSON. Before any other word, `>` redirects the output
 * to a file.
 */
const CONTINUED = /^(?:d?quote)?>[ \t](?=[ \t]*(?:-|["'{}[\]\d]|https?:))/gm

/** Drops the prompts that a terminal prints before a curl command and before its continued lines. */
export function withoutPrompts(script: string): string {
  return script.replace(PROMPT, '').replace(CONTINUED, '')
}
