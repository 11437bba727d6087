/** The name of a Python environment, such as `(base)`, which may precede a prompt. */
const ENVIRONMENT = String.raw`(?:\([^()\n]{1,60}\) )?`

/** The usual prompts of bash and zsh before a curl command: a user and a host, brackets, an arrow, or one sign. */
const SHELL = new RegExp(
  String.raw`^${ENVIRONMENT}(?:(?:\[[^\]\n'"]{1,100}\]|[^\s@'"]{1,60}@[^\n'"]{1,100}?)[#$%]|➜[^\n'"]{0,100}?\s|[$%>❯])[ \t]*(?=(?:[^\s'"]{0,100}\/)?curl\s)`,
  'gm',
)

/**
 * The prompts `quote> ` and `dquote> ` of zsh before a continued line, and `> ` before a line that begins with an option, a text, an address or
 * JSON. Before any other word, `>` redirects the output to a file.
 */
const SHELL_CONTINUED = /^(?:d?quote>[ \t]|>[ \t](?=[ \t]*(?:-|["'{}[\]\d]|https?:)))/gm

/** Drops the prompts that a shell prints before a curl command and before its continued lines. */
export function withoutShellPrompts(script: string): string {
  return script.replace(SHELL, '').replace(SHELL_CONTINUED, '')
}

/** The prompt of the command prompt of Windows, such as `C:\Users\me>`. */
const CMD = String.raw`${ENVIRONMENT}[A-Za-z]:\\[^>\n]*>`
const CMD_LINE = new RegExp(`^(?:${CMD}|More\\? )`, 'gm')
const CMD_CURL = new RegExp(String.raw`^${CMD}[ \t]*(?:\S*\\)?curl\b`, 'im')

/** Drops the prompts that the command prompt of Windows prints before a command and before its continued lines. */
export function withoutCmdPrompts(script: string): string {
  return script.replace(CMD_LINE, '')
}

/** Whether curl comes after a prompt of the command prompt of Windows. */
export function isAfterCmdPrompt(script: string): boolean {
  return CMD_CURL.test(script)
}

/** The prompt of PowerShell, such as `PS C:\Users\me>`. */
const POWERSHELL = String.raw`${ENVIRONMENT}PS [^>\n]*>`
const POWERSHELL_LINE = new RegExp(`^(?:${POWERSHELL}|>>) ?`, 'gm')
const POWERSHELL_PROMPT = new RegExp(`^${POWERSHELL}`, 'im')

/** Drops the prompts that PowerShell prints before a command and before its continued lines. */
export function withoutPowerShellPrompts(script: string): string {
  return script.replace(POWERSHELL_LINE, '')
}

/** Whether a script has a prompt of PowerShell. */
export function hasPowerShellPrompt(script: string): boolean {
  return POWERSHELL_PROMPT.test(script)
}
