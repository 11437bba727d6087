import type { Mistake } from '../../../contracts/diagnosis/index.ts'

// A signer is the command that --cmd gives. It signs the request on stdin and prints the Authorization header. These mistakes are not mistakes
// in signing: the signer fails, prints something other than the header, or ignores a value from stdin.

export const EXIT_CODE: Mistake = {
  id: 'signer-exit-code',
  message: 'The command ended with exit code {code}.',
  message_zh: '命令的退出码是 {code}。',
  fix: 'Exit with code 0 after printing the header.',
  fix_zh: '输出请求头之后，以退出码 0 结束。',
}

export const NOT_STARTED: Mistake = {
  id: 'signer-not-started',
  message: 'The command could not be started: {error}',
  message_zh: '命令无法启动：{error}',
  fix: 'Give --cmd the command line that you would type here.',
  fix_zh: '--cmd 填你在当前终端中会输入的命令行。',
}

export const TIMEOUT: Mistake = {
  id: 'signer-timeout',
  message: 'The command did not end and close its output within {timeout}.',
  message_zh: '命令没有在 {timeout} 内结束并关闭输出。',
  fix: 'Read stdin to its end, print the header and exit; if the command needs longer, set --timeout.',
  fix_zh: '读完标准输入，输出请求头，然后结束；如需更长时间，用 --timeout 指定。',
}

export const PRINTED_NOTHING: Mistake = {
  id: 'signer-printed-nothing',
  message: 'The command printed no value of the Authorization header on stdout.',
  message_zh: '命令没有向标准输出写 Authorization 请求头的值。',
  fix: 'Print the value of the Authorization header on stdout.',
  fix_zh: '将 Authorization 请求头的值写到标准输出。',
}

export const PRINTED_LINES: Mistake = {
  id: 'signer-printed-lines',
  message: 'The command printed {count} lines on stdout.',
  message_zh: '命令向标准输出写了 {count} 行。',
  fix: 'Print only the Authorization header, in one line; print anything else to stderr.',
  fix_zh: '标准输出只写一行 Authorization 请求头，其他内容写到标准错误输出。',
}

export const PRINTED_TOO_MUCH: Mistake = {
  id: 'signer-printed-too-much',
  message: 'The command printed more than {limit} bytes on stdout and was killed.',
  message_zh: '命令向标准输出写了超过 {limit} 字节，已被终止。',
  fix: PRINTED_LINES.fix,
  fix_zh: PRINTED_LINES.fix_zh,
}

export const OWN_TIMESTAMP: Mistake = {
  id: 'signer-own-timestamp',
  message: 'The timestamp is {seen}, but {given} was given on stdin.',
  message_zh: 'timestamp 是 {seen}，而标准输入给定的是 {given}。',
  fix: 'For this check, take the time from stdin, not from the clock.',
  fix_zh: '检查时请使用标准输入给定的时间戳，不要取当前时间。',
}

export const OWN_NONCE: Mistake = {
  id: 'signer-own-nonce',
  message: 'The nonce_str is {seen}, but {given} was given on stdin.',
  message_zh: 'nonce_str 是 {seen}，而标准输入给定的是 {given}。',
  fix: 'For this check, take the random string from stdin; do not generate one.',
  fix_zh: '检查时请使用标准输入给定的随机串，不要自行生成。',
}
