import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { test } from './command-test.ts'
import { authorization, complaint, explain, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

/** Returns a text as a quoted PowerShell string, escaped in the way of Chromium. */
function escaped(text: string): string {
  const quoted = text.replace(/[`$"]/g, '`$&')
  return `"${quoted.replace(/[^\x20-\x7e]/g, (character) => `$([char]${character.charCodeAt(0)})`)}"`
}

/** Returns a command as Chromium copies it. The signature is for the body `signed`. */
async function copied(body = OPEN, signed = body): Promise<string> {
  const text = escaped(body)
  return `$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) curl/8"
$session.Cookies.Add((New-Object System.Net.Cookie("a", "b", "/", "api.mch.weixin.qq.com")))
Invoke-WebRequest -UseBasicParsing -Uri ${escaped(URL)} \`
-Method "POST" \`
-WebSession $session \`
-Headers @{
"authority"="api.mch.weixin.qq.com"
  "accept"="application/json"
  "authorization"=${escaped(await authorization({ body: signed }))}
  "sec-ch-ua"="\`"Chromium\`";v=\`"140\`""
} \`
-ContentType "application/json" \`
-Body ${/[^\x20-\x7e]/.test(body) ? `([System.Text.Encoding]::UTF8.GetBytes(${text}))` : text}`
}

describe('explain of a PowerShell command', () => {
  test('reads a command that Chrome copied', async () => {
    expect(await explained(await copied())).toMatchObject([VALID])
    expect(await explained((await copied()).replaceAll('\n', '\r\n'))).toMatchObject([VALID])
    expect(await explained(`${await copied()};\n${await copied()}`)).toMatchObject([VALID, VALID])
    expect(await explained(await copied('{"note":"$1 `点金` 😀"}\r\n'))).toMatchObject([VALID])
  })

  test('names the mistake of a command that was signed with an empty body', async () => {
    expect(await explained(await copied(OPEN, ''))).toMatchObject([
      { verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: 'body-empty' }] } },
    ])
  })

  test.for<[string, (header: string) => string]>([
    ['single quotes', (header) => `Invoke-RestMethod -Method Post -Uri '${URL}' -Headers @{ Authorization = '${header}' } -Body '${OPEN}'`],
    [
      'variables',
      (header) =>
        `$url = "${URL}"\n$headers = @{ 'Authorization' = '${header}'; Accept = 'application/json' }\n$body = '${OPEN}'\n$answer = Invoke-WebRequest $url -Method POST -Headers $headers -Body $body\n$answer.Content`,
    ],
    [
      'a here-string',
      (header) => `$body = @'\n${OPEN}\n'@\nirm ${URL} -Met post -H @{Authorization='${header}'} -Body $body | ConvertTo-Json`,
    ],
    [
      'a here-string with a variable in it',
      (header) =>
        `$id = '1900000109'\n$body = @"\n${OPEN.replace('1900000109', '$id')}\n"@\nirm -Uri:${URL} -Method POST -Headers @{Authorization='${header}'} -Body $body`,
    ],
    [
      'splatted parameters',
      (header) =>
        `$all = @{ Uri = '${URL}'; Method = 'POST'; Headers = @{ Authorization = '${header}' }; Body = [Text.Encoding]::UTF8.GetBytes('${OPEN}') }\nInvoke-RestMethod @all`,
    ],
    [
      'strings that are joined',
      (header) => `irm ('https://h' + '${CHANGE_STATUS}') -Method ('PO' + "ST") -Headers @{Authorization='${header}'} -Body ('${OPEN}')`,
    ],
    [
      'an abbreviated switch before the address',
      (header) => `iwr -UseB ${URL} -Method POST -Headers @{Authorization='${header}'} -Body '${OPEN}'`,
    ],
    [
      'the switch -ProxyUseDefaultCredentials before the address',
      (header) => `irm -ProxyUseDefaultCredentials ${URL} -Method POST -Headers @{Authorization='${header}'} -Body '${OPEN}'`,
    ],
    ['curl.exe', (header) => `curl.exe -X POST "${URL}" \`\n  -H 'Authorization: ${header}' \`\n  -d '${OPEN}'`],
    [
      'curl.exe with backslashes before quotes',
      (header) =>
        `$h = 'x'\ncurl.exe -X POST '${URL}' \`\n  -H 'Authorization: ${header.replaceAll('"', '\\"')}' \`\n  --data-raw '${OPEN.replaceAll('"', '\\"')}'`,
    ],
    [
      'curl, which is Invoke-WebRequest in Windows PowerShell',
      (header) => `PS C:\\> curl -Uri '${URL}' -Method POST \`\n>> -Headers @{Authorization='${header}'} -Body '${OPEN}'`,
    ],
    [
      'curl with typographic dashes, which is also Invoke-WebRequest',
      (header) => `PS C:\\> curl –Uri '${URL}' –Method POST –Headers @{Authorization='${header}'} –Body '${OPEN}'`,
    ],
    [
      'a comment and a condition',
      (header) => `# irm\nif ($true) { <# x #> irm '${URL}' -Method POST -Headers @{Authorization='${header}'} -Body '${OPEN}' }`,
    ],
    [
      'typographic quotes, typographic dashes and no-break spaces',
      (header) => `irm\u00a0‘${URL}’ \`\u00a0\n –Method “POST” —Headers @{Authorization='${header}'} –Body ‘${OPEN}’`,
    ],
    [
      'a here-string in typographic quotes',
      (header) => `$body = @‘\n${OPEN}\n’@\nirm ${URL} –Method POST –Headers @{Authorization='${header}'} –Body $body`,
    ],
    [
      'a here-string in typographic quotes right after the name of its parameter',
      (header) => `irm ${URL} –Method POST –Headers @{Authorization='${header}'} –Body:@‘\n${OPEN}\n’@`,
    ],
    [
      'a here-string in double typographic quotes',
      (header) => `irm ${URL} –Method POST –Headers @{Authorization='${header}'} –Body:@“\n${OPEN}\n”@`,
    ],
    [
      'the second of two here-strings',
      (header) => `$old = @'\n1\n'@\n$body = @'\n${OPEN}\n'@\nirm ${URL} -Method POST -Headers @{Authorization='${header}'} -Body $body`,
    ],
    [
      'curl.exe after a prompt with the name of a Python environment',
      (header) =>
        `(base) PS C:\\> curl.exe ${URL} -H 'Authorization: ${header.replaceAll('"', '\\"')}' -d '${OPEN.replaceAll('"', '\\"')}'`,
    ],
    [
      'a prompt of Windows PowerShell with the name of a Python environment',
      (header) => `(base) PS C:\\> irm '${URL}' -Method POST -Headers @{Authorization='${header}'} -Body '${OPEN}'`,
    ],
  ])('reads %s', async ([, command]) => {
    expect(await explained(command(await authorization()))).toMatchObject([VALID])
  })

  test.for<[string, string]>([
    ['\'{"note":"“点金”"}\'', '{"note":"“点金”"}'],
    ["'a‘’b''''c'", "a’b''c"],
    ['“a”“b`”c”', 'a“b”c'],
  ])('reads the string %s as PowerShell does', async ([text, body]) => {
    const script = `irm '${URL}' -Method POST -Headers @{Authorization='${await authorization({ body })}'} -Body ${text}`
    expect(await explained(script)).toMatchObject([VALID])
  })

  test.for(['‘-Body’', '“-Body”'])('reads the quoted %s as a string, not as the name of a parameter', async (text) => {
    const header = (await authorization({ body: '-Body' })).replaceAll('"', '\\"')
    expect(await explained(`PS C:\\> curl ${URL} -H 'Authorization: ${header}' -d ${text}`)).toMatchObject([VALID])
  })

  test('keeps all digits of a long number', async () => {
    const script = `$id = 19000001091234567891\nirm '${URL}' -Method POST -Headers @{Authorization='${await authorization()}'} -Body "$id"`
    expect(await explained(script)).toMatchObject([{ message: expect.stringMatching(/\n19000001091234567891\n$/) }])
  })

  test('reads a body from a file, unless the file is outside the current folder', async ({ folder }) => {
    await writeFile(join(folder, 'body.json'), OPEN)
    const before = process.cwd()
    process.chdir(folder)
    const judged = explained(`irm '${URL}' -Method POST -Headers @{Authorization='${await authorization()}'} -InFile body.json`)
    expect(await judged.finally(() => process.chdir(before))).toMatchObject([VALID])
    expect(await complaint(`irm http://h/ -InFile /etc/hostname`)).toMatch(
      /^stdin: PowerShell's -InFile \/etc\/hostname is not read, because it is outside/,
    )
  })

  test('notes that Windows PowerShell sends a body with Chinese text in ISO-8859-1', async () => {
    const { stdout } = await explain(`irm '${URL}' -Method POST -Headers @{Authorization='${await authorization()}'} -Body '{"a":"点金"}'`)
    expect(stdout.replace(/\s+/g, ' ')).toContain('Windows PowerShell sends a -Body text in ISO-8859-1')
  })

  test.for<[string, string, RegExp]>([
    [
      'typographic dashes in a command whose first line lost its backtick',
      'irm http://h/\n  –Method POST `\n  –Body 1',
      /^stdin: –Method does not belong to a command: /,
    ],
    [
      'a command whose first line lost its backtick',
      'irm http://h/\n  -Method POST `\n  -Body 1',
      /^stdin: -Method does not belong to a command: end the line before it with a backtick and no space after that, and put a URL with & in quotes \(/,
    ],
    [
      'a variable that is not set',
      'irm $url',
      /^stdin: \$url at -Uri is known only to PowerShell: write its value instead \(请写出实际的值\)\n$/,
    ],
    [
      'the output of a command',
      "irm http://h/ -Body (Get-Content 'a.json')",
      /^stdin: Get-Content 'a\.json' at -Body is known only to PowerShell/,
    ],
    ...["$h['Authorization'] = 'x'", "$h.Add('Authorization', 'x')", "$h.Authorization = 'x'", '$h += @{ a = 1 }', '$h = Get-Item x'].map(
      (change): [string, string, RegExp] => [
        `headers that a statement changes: ${change}`,
        `$h = @{ Accept = '*/*' }\n${change}\nirm http://h/ -Headers $h`,
        /^stdin: -Headers \$h is not written out: write it as @\{/,
      ],
    ),
    [
      'a body that a statement extends',
      "$b = '{'\n$b += '}'\nirm http://h/ -Method POST -Body $b",
      /^stdin: \$b at -Body is known only to PowerShell/,
    ],
    ['a number that a statement increments', '$i = 0\n$i++\nirm "http://h/$i"', /^stdin: \$i at -Uri is known only to PowerShell/],
    ['a sum', '$count = 1 + 2\nirm http://h/ -Method POST -Body $count', /^stdin: 1 \+ 2 at -Body is known only to PowerShell/],
    [
      'a pipeline',
      'irm http://h/ -Method POST -Body (@{a=1} | ConvertTo-Json)',
      /^stdin: \(@\{a=1\} \| ConvertTo-Json\) at -Body is known only/,
    ],
    [
      'a hashtable as the body, which is sent as a form',
      'irm http://h/ -Method POST -Body @{a=1}',
      /^stdin: -Body is a hashtable, which is sent as a form: write the text that is sent\n$/,
    ],
    [
      'headers in a variable that is not set',
      'irm http://h/ -Headers $headers',
      /^stdin: -Headers \$headers is not written out: write it as @\{/,
    ],
    [
      'a string that doubles with each line',
      `$a = 'a'\n${'$a = "$a$a"\n'.repeat(60)}irm $a`,
      /^stdin: the PowerShell script has variables that add more than 33554432 characters to it\n$/,
    ],
    [
      'a hashtable with a long string that many commands use',
      `$p = @{ Uri = 'http://h/'; Body = '${'a'.repeat(100_000)}' }\n${'irm @p\n'.repeat(400)}`,
      /^stdin: the PowerShell script has variables that add more than 33554432 characters to it\n$/,
    ],
    ['a command without an address', 'Invoke-WebRequest -Method POST', /^stdin: the PowerShell command has no -Uri\n$/],
    [
      'a quote that is not closed',
      'irm "http://h/',
      /^stdin: the PowerShell script has a double quote that is not closed: copy all of it \(请完整复制\)\n$/,
    ],
    ['a single quote that is not closed', "irm 'http://h/", /has a single quote that is not closed/],
    ['a string that ends with a doubled quote, which does not close it', 'irm ‘http://h/’’', /has a single quote that is not closed/],
    ['a hashtable that is cut off', 'irm http://h/ -Headers @{ "a"="b"', /has @\{ that is not closed/],
    [
      'headers that are a string',
      "irm http://h/ -Headers 'a: b'",
      /^stdin: -Headers is not a hashtable: write it as @\{ "name" = "value" \}\n$/,
    ],
    ['an address that is a hashtable', 'irm -Uri @{a=1}', /^stdin: the value at -Uri is not a text: write it as the text that is sent\n$/],
    [
      'a hashtable with a colon instead of an equals sign',
      'irm http://h/ -Headers @{ "a": "b" }',
      /^stdin: an entry of @\{ in the PowerShell script is not name = value\n$/,
    ],
    [
      'a session without a request',
      '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
      /^stdin is a PowerShell script without Invoke-WebRequest/,
    ],
  ])('refuses %s', async ([, command, message]) => {
    expect(await complaint(command)).toMatch(message)
  })

  test.for([
    ';$a[',
    '${',
    '(',
    '$(',
    '@{',
    '@{a=',
    '"',
    "'",
    '`',
    '`\n',
    '$a',
    '"$(',
    '@"\n',
    "@'\n",
    '#',
    '<#',
    '[',
    ' ',
    'irm a\n',
    '$a=1\n',
    ')',
    '}',
    '$',
    '@',
  ])('does not take quadratic time for many repetitions of %j', { timeout: 20_000 }, async (text) => {
    for (const paste of [
      `irm http://h/v3/x -Body ${text.repeat(262_144 / text.length)}`,
      `irm http://h/v3/x\n"${text.repeat(262_144 / text.length)}`,
    ]) {
      const judged = await explained(paste).catch(() => complaint(paste))
      expect(JSON.stringify(judged)).toMatch(/SIGN_ERROR|not closed|too deeply|PowerShell|requests/)
    }
  })
})
