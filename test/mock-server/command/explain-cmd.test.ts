import { describe, expect, test } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { authorization, complaint, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

/** Writes an argument as people type it for the command prompt of Windows. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`
}

/** Writes a curl command for the command prompt of Windows. It sends the argument `sent`, and its signature is for the body `signed`. */
async function typed(body = OPEN, sent = quoted(body), signed = body): Promise<string> {
  const header = quoted(`Authorization: ${await authorization({ body: signed })}`)
  return `curl -X POST "${URL}" ^\n  -H "Accept: application/json" ^\n  -H ${header} ^\n  -d ${sent}\n`
}

describe('the command explain, given a curl command that was typed for the command prompt of Windows', () => {
  test('reads lines that end in a caret, quotes after a backslash, commands after a prompt, and curl.exe with its path', async () => {
    const command = await typed()
    expect(await explained(command)).toMatchObject([VALID])
    expect(await explained(command.replaceAll('\n', '\r\n'))).toMatchObject([VALID])
    expect(await explained(command.replaceAll('^\n', '^  \n'))).toMatchObject([VALID])
    expect(await explained(`C:\\Users\\me>${command}\nC:\\Users\\me>${command}`)).toMatchObject([VALID, VALID])
    expect(await explained(command.replace('curl', 'C:\\Windows\\System32\\curl.exe'))).toMatchObject([VALID])
  })

  test('reads a one-line command after a prompt, and continued lines after the prompt "More?"', async () => {
    const command = await typed()
    for (const prompt of ['C:\\Users\\me>', '(base) C:\\Users\\me>', 'C:\\> C:\\Windows\\System32\\'])
      expect(await explained(`${prompt}${command.replaceAll(' ^\n ', '')}`)).toMatchObject([VALID])
    expect(await explained(`(base) C:\\Users\\me>${command.replaceAll('^\n', '^\nMore? ')}`)).toMatchObject([VALID])
  })

  test('names the mistake of a request that was signed with an empty body', async () => {
    const [judged] = await explained(await typed(OPEN, quoted(OPEN), ''))
    expect(judged).toMatchObject({ method: 'POST', verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: 'body-empty' }] } })
  })

  test.for<[string, string, string]>([
    ['backslashes that are not before a quote', '{"path":"C:\\\\\\\\a"}', '"{\\"path\\":\\"C:\\\\\\\\a\\"}"'],
    ['doubled quotes', '{"a":"b"}', '"{""a"":""b""}"'],
    ['carets before quotes, as Chrome copies them', '{"a":"b c"}', '^"^{^\\^"a^\\^":^\\^"b c^\\^"^}^"'],
    ['doubled percent signs', '{"a":"50%"}', '"{\\"a\\":\\"50%%\\"}"'],
    ['percent signs that are not doubled', '{"a":"%E5%95%86"}', '"{\\"a\\":\\"%E5%95%86\\"}"'],
    ['characters that bash would replace', '{"a":"$1`x`!"}', '"{\\"a\\":\\"$1`x`!\\"}"'],
    ['an ampersand after a caret', '{"a":"b&c"}', '"{\\"a\\":\\"b^&c\\"}"'],
    ['an ampersand within quotes', 'a=1&b=2|3', '"a=1&b=2|3"'],
    ['single quotes within double ones', `{"a":"it's"}`, `"{\\"a\\":\\"it's\\"}"`],
    ['Chinese text', '{"a":"点金"}', '"{\\"a\\":\\"点金\\"}"'],
    ['no quotes', 'a=1', 'a=1'],
  ])('reads a body with %s', async ([, body, sent]) => {
    expect(await explained(await typed(body, sent))).toMatchObject([VALID])
  })

  test('reads both of two commands with an ampersand between them', async () => {
    const [first, second] = [await typed(), await typed(OPEN, quoted(`${OPEN} `))]
    expect(await explained(`${first.trim()} & ${second}`)).toMatchObject([VALID, { verdict: 'SIGN_ERROR_SIGNATURE' }])
  })

  test.for<[string, string, RegExp]>([
    ['a quote that is not closed', '"{\\"a\\":1}', /^stdin: a command for the command prompt of Windows has an unterminated double quote/],
    [
      'an ampersand that ends the command',
      '"{\\"a\\":\\"b&c\\"}"',
      /an unterminated double quote: copy the whole command, and after \\" write \^& for & and \^\| for \|\n$/,
    ],
    ['single quotes', "'{}'", /^stdin: '\{\}' is in single quotes, which the command prompt of Windows sends as they are/],
  ])('refuses a body with %s', async ([, sent, message]) => {
    expect(await complaint(await typed('', sent))).toMatch(message)
  })

  test('refuses a command whose first line lost its caret', async () => {
    expect(await complaint('curl ^"http://h/^"\n  -X POST ^\n  -d 1')).toMatch(
      /^stdin: -X does not belong to a command: end the line before it with a caret and no space after that, and put a URL/,
    )
  })

  test.for(['\n', '|', '^', '"', '\\"', '^"', '^\n', '%', 'a ^\n', '\\', '" '])(
    'does not take quadratic time for many %j',
    { timeout: 20_000 },
    async (text) => {
      const paste = `curl http://h/v3/x -H "Authorization: x" ^\n -d ${text.repeat(262_144 / text.length)}`
      const judged = await explained(paste).catch(() => complaint(paste))
      expect(JSON.stringify(judged)).toMatch(/SIGN_ERROR|unterminated|has \d+ words|requests/)
    },
  )
})
