import { spawnSync } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { test } from './command-test.ts'
import { authorization, complaint, explain, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

/** Returns the method, the target and the body that `explain` reads from a curl command. */
async function sent(command: string): Promise<string[]> {
  const [judged] = await explained(`curl -H '${await authorization()}' ${command} -H 'Authorization: ${await authorization()}'`)
  const [method = '', target = '', , , ...body] = (judged?.message ?? '').slice(0, -1).split('\n')
  return [method, target, body.join('\n')]
}

/** Escapes an argument as Chromium does when it copies a request: first for the program, then for the command prompt of Windows. */
function forCmd(text: string): string {
  const forProgram = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  const forPrompt = forProgram.replace(/[^\w\s\-:=+~'/.,?;()*`]/g, '^$&').replace(/%(?=\w)/g, '%^')
  return `^"${forPrompt.replaceAll('\n', '^\n\n')}^"`
}

describe('explain of a paste', () => {
  const header = async () => `-H 'Authorization: ${await authorization({ target: '/v3/x', body: 'another body' })}'`
  const LARGE = 262_144

  test.for<[string, (header: string) => string]>([
    ['a body of many lines', (header) => `curl http://h/v3/x ${header} -d '${'a\n'.repeat(LARGE / 2)}'`],
    ['a body of line breaks', (header) => `curl http://h/v3/x ${header} -d '${'\n'.repeat(LARGE)}'`],
    ['a HAR with a body of many lines', () => harOf('a\r\n'.repeat(LARGE / 3))],
    ['a header of spaces', (header) => `curl http://h/v3/x ${header} -H 'Host: x${' \t'.repeat(LARGE / 2)}x'`],
    ['a body of nested arrays', (header) => `curl http://h/v3/x ${header} -d '${'['.repeat(100_000)}${']'.repeat(100_000)}'`],
  ])('does not take quadratic time, and prints fewer than 40 lines: %s', { timeout: 20_000 }, async ([, paste]) => {
    expect(await explained(paste(await header()))).toMatchObject([{ verdict: expect.stringMatching(/^SIGN_ERROR/) }])
    expect((await explain(paste(await header()))).stdout.split('\n').length).toBeLessThan(40)
  })

  test.for<[string, string, RegExp]>([
    [
      'commands within commands',
      `curl http://h/v3/x ${'$('.repeat(LARGE / 2)}`,
      /^stdin has too many expansions or here-documents to be read: copy only the curl command/,
    ],
    [
      'closed commands within commands',
      `${'$( '.repeat(20_000)}${')'.repeat(20_000)}\ncurl http://h/v3/x`,
      /^stdin has too many expansions/,
    ],
    ['here-documents', `curl http://h/v3/x ${'<<A '.repeat(LARGE / 4)}`, /^stdin has too many expansions/],
    [
      'commands that contain a quoted closing parenthesis',
      `curl http://h/v3/x ${'$(")" '.repeat(LARGE / 6)}`,
      /^stdin has too many expansions/,
    ],
    ['defaults within defaults', `curl http://h/v3/x ${'"${a:-'.repeat(LARGE / 6)}`, /^stdin has too many expansions/],
    [
      'functions within functions',
      `${'function a '.repeat(30_000)}\ncurl http://h/v3/x`,
      /^stdin has commands that are nested too deeply to be read: copy only the/,
    ],
    ['many words', `curl ${' -d a'.repeat(LARGE / 5)} http://h/v3/x`, /^stdin: the curl command has \d+ words: the limit is 10000\n$/],
    ['many requests', 'curl http://h/v3/x\n'.repeat(501), /^stdin has 501 requests: at most 500 can be explained at once\n$/],
    ...[
      ['bash', 'curl.exe http://h'],
      ['the command prompt of Windows', 'curl.exe ^"http://h^"'],
      ['PowerShell', 'PS C:\\> curl.exe http://h'],
    ].map(([shell, command]): [string, string, RegExp] => [
      `many words in several commands for ${shell}`,
      `${command} ${'-da '.repeat(4_999)}\n`.repeat(5),
      /^stdin: the curl commands have 25000 words, too many to be read at once: copy fewer of them \(请减少命令\)\n$/,
    ]),
    ...['', 'PS C:\\> '].map((prompt): [string, string, RegExp] => [
      `many options in one word of a command${prompt && ' for PowerShell'}`,
      `${prompt}curl.exe http://h -${'sS'.repeat(10_000)}`,
      /^stdin: the curl command has 20001 words: the limit is 10000\n$/,
    ]),
    [
      'many addresses in one command',
      `curl -G -d ${'a'.repeat(1_000_000)}${' http://h/v3/x'.repeat(501)}`,
      /^stdin has 501 requests: at most 500 can be explained at once\n$/,
    ],
    [
      'data that many addresses repeat',
      `curl -d ${'a'.repeat(1_000_000)}${' http://h/v3/x'.repeat(70)}`,
      /^stdin has 70 requests with 70000350 bytes in all: the limit is 67108864, so copy fewer of them \(请减少请求\)\n$/,
    ],
    [
      'a query of more than a megabyte',
      `curl -G -d ${'a'.repeat(1_048_600)} http://h/v3/x`,
      /^The target GET \/v3\/x\?a+… has 1048606 bytes: the limit is 1048576\n$/,
    ],
    // The commands are counted before the first is read. Otherwise the error would be that `curl -K` can't be explained.
    ...['curl -K x\n', 'curl ^"http://h^" -K x\n', 'PS C:\\> curl.exe -K x\n'].map((command): [string, string, RegExp] => [
      `many commands like ${JSON.stringify(command)}`,
      command.repeat(501),
      /^stdin has 501 requests: at most 500 can be explained at once\n$/,
    ]),
  ])('refuses %s', async ([, paste, message]) => {
    expect(await complaint(paste)).toMatch(message)
  })

  test('reads a long word before a command in linear time', async () => {
    const long = '@'.repeat(1_000_000)
    expect(await complaint(`${long}\ncurl -K x http://h/v3/x`)).toMatch(/^stdin: curl's -K can't be explained: /)
  })

  test('refuses typographic quotes', async () => {
    const curl = `curl ‘https://api.mch.weixin.qq.com${CHANGE_STATUS}’ -H ‘Authorization: ${await authorization()}’ -d ‘${OPEN}’`
    for (const command of [curl, 'curl.exe ‘http://h/v3/x’'])
      expect(await complaint(command)).toBe(`stdin: the curl command has typographic quotes (‘): replace them with ' or "\n`)
  })

  test.for([
    ['‐', 'hyphen'],
    ['–', 'en dash'],
    ['—', 'em dash'],
    ['―', 'horizontal bar'],
    ['−', 'minus sign'],
    ['\u00a0', 'non-breaking space'],
  ])('refuses %j before the name of an option: %s', async ([sign]) => {
    const curl = `curl -X POST ${URL} -H 'Authorization: ${await authorization()}'`
    const rest = sign === '\u00a0' ? `${sign}-d` : ` ${sign}d`
    expect(await complaint(`${curl}${rest} '${OPEN}'`)).toMatch(/^stdin: the curl command has /)
  })

  test.for([`${URL}\u00a0-d '${OPEN}'`, `${URL} -d\u00a0'${OPEN}'`])('refuses a non-breaking space beside an option: %s', async (rest) => {
    expect(await complaint(`curl -H 'Authorization: ${await authorization()}' ${rest}`)).toMatch(/has non-breaking spaces \(U\+00A0\)/)
  })

  test('reads typographic quotes and non-breaking spaces that are part of the body', async () => {
    const body = '{"note":"see “https://a.example” and “{x}” or\u00a0-x"}'
    const curl = `curl -X POST https://api.mch.weixin.qq.com${CHANGE_STATUS} -H 'Authorization: ${await authorization({ body })}' -d '${body}'`
    expect(await explained(curl)).toMatchObject([{ verdict: 'valid' }])
  })

  test('prints the control characters of its input as escapes in each error', async () => {
    const texts = [
      await complaint('curl http://h/v3/x -d $(\u001b[2J)'),
      await complaint('{"log":{"entries":{"\\u001b[2J\\u009b":1}}}'),
      await complaint(undefined, '--authorization', '', '--target', 'x\u001b[2J\u009b'),
      await complaint(undefined, '--authorization', '', '--target', '/', '--body', '@\u001b[2J'),
      await complaint(undefined, '--key', '\u001b[2J'),
      await complaint(undefined, '--now', '\u001b[2J'),
      await complaint(undefined, '--\u001b[2J'),
    ]
    expect(texts.filter((text) => /[[\p{Cc}\p{Cf}]--\n]/v.test(text))).toEqual([])
    expect(texts.filter((text) => !text.includes('\\u001b[2J'))).toEqual([])
  })
})

function harOf(text: string): string {
  const headers = [{ name: 'Authorization', value: 'WECHATPAY2-SHA256-RSA2048 mchid="1"' }]
  return JSON.stringify({ log: { entries: [{ request: { method: 'POST', url: 'http://h/v3/x', headers, postData: { text } } }] } })
}

describe('explain of a curl command', () => {
  test('reads a command that a browser copied: continued lines, $-quotes, and options without effect on the request', async () => {
    const body = '{"note":"it\'s 点金"}\n'
    const command = `curl '${URL}' \\
  -X 'POST' \\
  -H 'Accept: */*' --compressed -sS --max-time 3 -o out.json \\
  -H 'Authorization: ${await authorization({ body })}' \\
  --data-raw $'{"note":"it\\'s \\u70b9\\u91d1"}\\n' ;`
    const valid = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }
    expect(await explained(command)).toMatchObject([valid])
    expect(await explained(command.replaceAll('\n', '\r\n'))).toMatchObject([valid])
  })

  test('reads a command that a browser copied for the command prompt of Windows', async () => {
    const body = '{"note":"50%off \\\\ $1 `点金`\n"}\n'
    const command = `curl ${forCmd(URL)} ^
  -H ${forCmd('Accept: */*')} ^
  -H ${forCmd(`Authorization: ${await authorization({ body })}`)} ^
  --data-raw ${forCmd(body)}`
    const valid = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }
    expect(await explained(command)).toMatchObject([valid])
    expect(await explained(command.replaceAll('\n', '\r\n'))).toMatchObject([valid])
    expect(await explained(`${command} ^&\n${command}`)).toMatchObject([valid, valid])
  })

  test('explains each of several commands: in a pipeline, after a prompt, called by path, or in a trace of bash -x', async () => {
    const header = `-H "authorization: ${(await authorization()).replaceAll('"', '\\"')}"`
    const script = `cd /tmp && curl ${URL} ${header} -d '${OPEN}' | jq .
# curl http://127.0.0.1/v3/commented
$ /usr/bin/curl --url ${URL} ${header} --data '${OPEN} '
user@host:~/shop$ curl ${URL} ${header} -d '${OPEN}'
++ date +%s
+ curl ${URL} ${header} -d '${OPEN}'`
    const valid = { verdict: 'valid' }
    expect(await explained(script)).toMatchObject([valid, { verdict: 'SIGN_ERROR_SIGNATURE' }, valid, valid])
  })

  test.for([
    '[root@host shop]# ',
    '[me@host ~]$ ',
    '[shop]$ ',
    '(venv) me@host:~/my shop$ ',
    'me@mac ~ % ',
    '➜  ~ ',
    '➜  shop git:(main) ✗ ',
    '❯ ',
    '> ',
    '% ',
  ])('reads a command after the prompt %s, and continued lines after the prompts that a shell prints before them', async (prompt) => {
    const header = `-H 'Authorization: ${await authorization()}'`
    expect(await explained(`${prompt}curl \\\n> ${URL} \\\n> ${header} \\\n> -d '${OPEN}'\n{"code":"SIGN_ERROR"}`)).toMatchObject([VALID])
    const body = '{\n  "note":\n  [\n    1,\n    {\n    }\n  ]\n}'
    const several = `${prompt}curl ${URL} -H 'Authorization: ${await authorization({ body })}' -d '${body.replaceAll('\n', '\nquote> ')}'`
    expect(await explained(several)).toMatchObject([VALID])
    const short = `${prompt}curl ${URL} -H 'Authorization: ${await authorization({ body: '{\n}' })}' -d "{\ndquote> }"`
    expect(await explained(short)).toMatchObject([VALID])
    const escaped = `${prompt}curl ${URL} -H 'Authorization: ${await authorization({ body: '{\n"a":1}' })}' -d "{\ndquote> \\"a\\":1}"`
    expect(await explained(escaped)).toMatchObject([VALID])
  })

  test('reads a command in the backticks of Markdown', async () => {
    for (const space of ['', ' '])
      expect(await explained(`${space}\`curl ${URL} -H 'Authorization: ${await authorization()}' -d '${OPEN}'\``)).toMatchObject([VALID])
  })

  test('reads "> answer.json" on a continued line as an output file, not as a prompt', async () => {
    const command = `curl ${URL} -H 'Authorization: ${await authorization()}' -d '${OPEN}' \\\n> answer.json`
    expect(await explained(command)).toMatchObject([VALID])
  })

  test.for<[string, string, [string, string, string]]>([
    ['a command with only a URL sends a GET', 'http://h/v3/x?a=1', ['GET', '/v3/x?a=1', '']],
    ['-d sends a POST', '-d a=1 http://h/v3/x', ['POST', '/v3/x', 'a=1']],
    ['-X names the method, with or without a space', '-XPATCH http://h/v3/x -d {}', ['PATCH', '/v3/x', '{}']],
    ['the values of several --data options are joined by &', '-d a --data b --data-raw @c http://h/v3/x', ['POST', '/v3/x', 'a&b&@c']],
    ['the values of several --json options are joined without a separator', "--json '{' --json '}' http://h/v3/x", ['POST', '/v3/x', '{}']],
    ['-G puts the data into the query', '-G -d a=1 -d b=2 http://h/v3/x?c=3', ['GET', '/v3/x?c=3&a=1&b=2', '']],
    ['-I sends a HEAD', '-I http://h/v3/x', ['HEAD', '/v3/x', '']],
    ['several short options can be in one word', '-sSXPUT -d1 h/v3/x', ['PUT', '/v3/x', '1']],
    ['a fragment is not sent, and the path is not rewritten', "'http://h//v3/%7e/{x}?q=\"#f'", ['GET', '//v3/%7e/{x}?q="', '']],
    ['characters of a path that are not ASCII are encoded', 'http://h/v3/中#中', ['GET', '/v3/%e4%b8%ad', '']],
    ['characters of a query that are not ASCII are sent as they are', 'http://h/v3/x?a=中', ['GET', '/v3/x?a=中', '']],
    ['characters of a query that are not ASCII are sent as they are, also without a path', 'http://h?中', ['GET', '/?中', '']],
    ['-G sends the characters of data that are not ASCII as they are', '-G -d a=中 http://h/v3/中', ['GET', '/v3/%e4%b8%ad?a=中', '']],
    ['a URL without a path gets the path /', 'http://h?a', ['GET', '/?a', '']],
    ['--request-target replaces the target of the URL', '--request-target /v3/y http://h/v3/x', ['GET', '/v3/y', '']],
  ])('reads the command as curl does: %s', async ([, command, parts]) => {
    expect(await sent(command)).toEqual(parts)
  })

  test('reads an unpaired surrogate in a URL as U+FFFD', async () => {
    expect(await sent("$'http://h/v3/\\ud800'")).toEqual(['GET', '/v3/%ef%bf%bd', ''])
  })

  test('explains that a path was signed without percent-encoding, and prints its Chinese characters readably', async () => {
    const header = await authorization({ method: 'GET', target: '/v3/a/b/商户 1', body: '' })
    const command = `curl -g 'https://api.mch.weixin.qq.com/v3/a/b/%E5%95%86%E6%88%B7%201' -H 'Authorization: ${header}'`
    const mistakes = [{ id: 'target-encoding', message: expect.stringContaining('/v3/a/b/商户 1') }]
    expect(await explained(command)).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes } }])
    const { stdout, code } = await explain(command)
    expect(stdout).toContain('  + /v3/a/b/商户 1↵\n')
    expect(stdout).toContain('  - /v3/a/b/%E5%95%86%E6%88%B7%201↵\n')
    expect(code).toBe(1)
  })

  test('drops the line breaks of a file with -d, and keeps them with --data-binary and --json', async ({ folder }) => {
    await writeFile(join(folder, 'body.json'), '{\r\n"a": 1\n}\n')
    using _ = changedFolder(folder)
    expect((await sent('-d @body.json http://h/v3/x'))[2]).toBe('{"a": 1}')
    expect((await sent('--data-binary @body.json http://h/v3/x'))[2]).toBe('{\r\n"a": 1\n}\n')
    expect((await sent('--json @body.json http://h/v3/x'))[2]).toBe('{\r\n"a": 1\n}\n')
  })

  test('reads a file in the current folder whose name begins with two dots', async ({ folder }) => {
    await writeFile(join(folder, '..body'), '{}')
    using _ = changedFolder(folder)
    expect((await sent('-d @..body http://h/v3/x'))[2]).toBe('{}')
  })

  test('finds an Authorization header in a file that -H names, and treats a header without a value as missing', async ({ folder }) => {
    await writeFile(join(folder, 'headers.txt'), `Accept: */*\r\nAuthorization: ${await authorization()}\r\n`)
    using _ = changedFolder(folder)
    expect(await explained(`curl ${URL} -d '${OPEN}' -H @headers.txt`)).toMatchObject([{ verdict: 'valid' }])
    const verdict = 'SIGN_ERROR_AUTHORIZATION_FORMAT'
    expect(await explained(`curl ${URL} -d '${OPEN}' -H 'Authorization:'`)).toMatchObject([{ verdict, message: null }])
  })

  test.for<[string, string, RegExp]>([
    [
      'a variable',
      'curl "$URL"',
      /^stdin: \$URL in the command can only be replaced by a shell: write its value instead, or paste what bash -x prints \(请写出实际的值，或粘贴 bash -x 的输出\)\n$/,
    ],
    ['the output of a command', 'curl http://h/v3/ -d "$(date)"', /^stdin: \$\(date\) in the command can only be replaced by a shell/],
    [
      'a quote that is not closed',
      "curl 'http://h/v3/",
      /^stdin: the curl command can't be read \(unterminated single quote\): copy all of it \(请完整复制\)\n$/,
    ],
    ...["curl http://h/v3/x\n -H 'a: b'", "curl http://h/v3/x?a=1&b=2 -H'a: b'"].map((command): [string, string, RegExp] => [
      `a command whose end was lost: ${command}`,
      command,
      /^stdin: -H\S* does not belong to a command: end the line before it with a backslash and no space after that, and put a URL with & in quotes \(/,
    ]),
    [
      'a command that echo has printed without its quotes',
      'curl -H Authorization: WECHATPAY2-SHA256-RSA2048 mchid="1",nonce_str="2" http://h/v3/x',
      /^stdin: WECHATPAY2-SHA256-RSA2048 in the curl command is not in quotes, so curl would take it for a URL: copy the command with/,
    ],
    ['a command without a URL', 'curl -d x', /^stdin: the curl command has no URL\n$/],
    ['data that curl would read from stdin', 'curl -d @- http://h/v3/', /^stdin: curl's -d @- reads stdin, which is not part of the paste/],
    [
      'a file that does not exist',
      'curl --data-binary @none http://h/v3/',
      /^stdin: curl's --data-binary @none can't be read: there is no such file/,
    ],
    [
      'a file of the system',
      'curl -d @/proc/self/environ http://h/v3/',
      /@\/proc\/self\/environ is not read, because it is outside the current folder/,
    ],
    ['a device', 'curl -H @/dev/zero http://h/v3/', /@\/dev\/zero is not read, because it is outside the current folder/],
    ['the parent folder', 'curl -d @.. http://h/v3/', /@\.\. is not read, because it is outside the current folder/],
    ['a folder', 'curl -d @test http://h/v3/', /@test is not read, because it is not a regular file/],
    ['a file with a control character in its name', "curl -d @$'\\e[2J' http://h/v3/", /^stdin: curl's -d @\\u001b\[2J can't be read/],
  ])('refuses %s', async ([, command, message]) => {
    expect(await complaint(command)).toMatch(message)
  })

  test.runIf(process.platform === 'linux')('refuses a kernel file after 1 MB, because such a file may never end', async () => {
    using _ = changedFolder('/')
    const refused = '@/proc/self/pagemap is not read, because it has more than 1048576 bytes: the limit is 1048576'
    expect(await complaint('curl -d @/proc/self/pagemap http://h/v3/')).toMatch(refused)
  })

  test('refuses a link to a file outside the current folder, a pipe, and a file of more than 1 MB', async ({ folder }) => {
    await symlink('/etc/hostname', join(folder, 'link'))
    await writeFile(join(folder, 'large'), 'x'.repeat(1024 * 1024 + 1))
    const hasPipe = spawnSync('mkfifo', [join(folder, 'pipe')]).status === 0
    using _ = changedFolder(folder)
    expect(await complaint('curl -d @link http://h/v3/')).toMatch('outside the current folder')
    expect(await complaint('curl -d @large http://h/v3/')).toMatch('is not read, because it has 1048577 bytes: the limit is 1048576')
    if (hasPipe) expect(await complaint('curl -d @pipe http://h/v3/')).toMatch('not a regular file')
  })

  test('reads at most 32 MB from all files that a paste names, and at most 1 MB for one form', async ({ folder }) => {
    await writeFile(join(folder, 'large'), 'x'.repeat(1024 * 1024))
    await writeFile(join(folder, 'small'), 'x')
    using _ = changedFolder(folder)
    const refused = '@large is not read, because this file and the files before it have 34603008 bytes: the limit is 33554432'
    expect(await complaint(`curl${' -d @large'.repeat(4900)} http://h/v3/`)).toMatch(refused)
    expect(await complaint(`curl${' -H @large'.repeat(4900)} http://h/v3/`)).toMatch(refused)
    expect(await complaint(`curl${' -d @large'.repeat(30)} http://h/v3/\n`.repeat(90))).toMatch(refused)
    expect(await complaint(`curl${' -F a=@large'.repeat(4900)} http://h/v3/`)).toMatch('the limit is 1048576')
    expect(await explained(`curl${' -d @small'.repeat(4900)} http://h/v3/`)).toHaveLength(1)
  })
})

/** Changes the current folder. The change ends when the returned value is disposed. */
function changedFolder(folder: string): Disposable {
  const before = process.cwd()
  process.chdir(folder)
  return { [Symbol.dispose]: () => process.chdir(before) }
}
