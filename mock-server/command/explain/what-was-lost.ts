/**
 * Refuses a script in which a command begins with an option, because this option belongs to the command before it. Either the mark that
 * continues a line was lost, or a URL without quotes has an `&`, which ends a command. Without its options, the command before would be
 * explained as a different request.
 *
 * @param names The first word of each command.
 * @param mark The mark that continues a line, in words, such as `a backslash`.
 * @throws {Error} When a command begins with an option that changes a request.
 */
export function refuseLostOption(names: readonly string[], mark: string): void {
  const option = names.find((name) => OPTION.test(name))
  if (option === undefined) return
  const [name] = option.split(/[=\s]/)
  throw new Error(
    `stdin: ${name} does not belong to a command: end the line before it with ${mark} and no space after that, and put a URL with & in quotes (上一行末尾缺少续行符或其后有空格，或网址缺少引号)`,
  )
}

/**
 * Matches an option of curl or a parameter of Invoke-WebRequest. Does not match other words with a hyphen, such as `-replace` or `-bash:`.
 * They may begin a line of a script even if nothing was lost.
 */
const OPTION = /^[-\u2013-\u2015](?:[XHdFG]|(?:Uri|Method|Body|ContentType)$|-(?:url|request|header|data|json|form|get)\b)/

/**
 * Refuses a curl command whose Authorization header is not in quotes, because curl would take words of the header for URLs. `echo curl …`
 * prints such a command.
 *
 * @param urls The words that curl would take for URLs.
 * @throws {Error} When one of these words is the scheme of the header, such as `WECHATPAY2-SHA256-RSA2048`.
 */
export function refuseLostQuotes(urls: readonly string[]): void {
  const scheme = urls.find((url) => url.startsWith('WECHATPAY2-'))
  if (scheme === undefined) return
  throw new Error(
    `stdin: ${scheme.slice(0, 40)} in the curl command is not in quotes, so curl would take it for a URL: copy the command with its quotes, as bash -x prints it (命令缺少引号，可粘贴 bash -x 的输出)`,
  )
}
