/** The name of a Python environment, such as `(base)`, which may precede a prompt. */
const ENVIRONMENT = String.raw`(?:\([^()\n]{1,60}\) )?`

/** Matches the usual prompts of bash and zsh before a curl command, such as `me@host:~$ `, `[me@host ~]$ `, `➜  ~ ` and `$ `. */
const SHELL = new RegExp(
  String.raw`^${ENVIRONMENT}(?:(?:\[[^\]\n'"]{1,100}\]|[^\s@'"]{1,60}@[^\n'"]{1,100}?)[#$%]|➜[^\n'"]{0,100}?\s|[$%>❯])[ \t]*(?=(?:[^\s'"]{0,100}\/)?curl\s)`,
  'gm',
)

/**
 * Matches the prompts before the second and later lines of a command: `> `, and `quote> ` and `dquote> ` of zsh. The prompt `> ` is matched
 * only before an option, a quote, a URL or JSON. Before anything else, `>` may redirect the output to a file.
 */
const SHELL_CONTINUED = /^(?:d?quote>[ \t]|>[ \t](?=[ \t]*(?:-|["'{}[\]\d]|https?:)))/gm

/** Drops the prompts that a shell prints before the first line and the later lines of a curl command. */
export function withoutShellPrompts(script: string): string {
  return script.replace(SHELL, '').replace(SHELL_CONTINUED, '')
}

/** The prompt of cmd.exe, the shell of Windows, such as `C:\Users\me>`. */
const CMD = String.raw`${ENVIRONMENT}[A-Za-z]:\\[^>\n]*>`
const CMD_LINE = new RegExp(`^(?:${CMD}|More\\? )`, 'gm')
const CMD_CURL = new RegExp(String.raw`^${CMD}[ \t]*(?:\S*\\)?curl\b`, 'im')

/** Drops the prompts that cmd.exe prints before the first line and the later lines of a command. */
export function withoutCmdPrompts(script: string): string {
  return script.replace(CMD_LINE, '')
}

/** Whether a script has a curl command after a prompt of cmd.exe. */
export function isAfterCmdPrompt(script: string): boolean {
  return CMD_CURL.test(script)
}

/** The prompt of PowerShell, such as `PS C:\Users\me>`. */
const POWERSHELL = String.raw`${ENVIRONMENT}PS [^>\n]*>`
const POWERSHELL_LINE = new RegExp(`^(?:${POWERSHELL}|>>) ?`, 'gm')
const POWERSHELL_PROMPT = new RegExp(`^${POWERSHELL}`, 'im')

/** Drops the prompts that PowerShell prints before the first line and the later lines of a command. */
export function withoutPowerShellPrompts(script: string): string {
  return script.replace(POWERSHELL_LINE, '')
}

/** Whether a script has a prompt of PowerShell. */
export function hasPowerShellPrompt(script: string): boolean {
  return POWERSHELL_PROMPT.test(script)
}
