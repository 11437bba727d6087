import { describe, expect, test } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { authorization, complaint, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

/** A call of `fetch`, in the form in which Chrome copies a request. `rest` has further headers. */
async function copied(body = OPEN, rest = ''): Promise<string> {
  return `fetch("${URL}", {
  "headers": {
    "accept": "application/json",
    "authorization": ${JSON.stringify(await authorization({ body }))},
    "content-type": "application/json",
    "sec-ch-ua": "\\"Chromium\\";v=\\"140\\""${rest}
  },
  "body": ${JSON.stringify(body)},
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});`
}

describe('the command explain, given a fetch call,', () => {
  test('says that the body is unknown when the call does not mention it, and takes null as an empty body', async () => {
    const call = await copied()
    expect(await explained(call.replace(/ {2}"body": .*,\n/, ''))).toMatchObject([{ verdict: 'unknown-body', diagnosis: { mistakes: [] } }])
    expect(await explained((await copied('')).replace('"body": ""', '"body": null'))).toMatchObject([VALID])
  })

  test('reads one or several calls that Chrome copied for a browser or for Node.js', async () => {
    const body = '{"note":"\\"点金\\" \\\\ \u2028"}\r\n'
    expect(await explained(await copied(body))).toMatchObject([VALID])
    expect(await explained(await copied(OPEN, ',\n    "cookie": "a=b",\n    "Referer": "http://a/"'))).toMatchObject([VALID])
    expect(await explained(`${await copied()} ;\n${await copied()}`)).toMatchObject([VALID, VALID])
  })

  test('names the mistake of a call whose body got a space after it was signed', async () => {
    const call = (await copied()).replace('sub_mchid\\":', 'sub_mchid\\": ')
    expect(await explained(call)).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: 'body-compact' }] } }])
  })

  test('reads nested calls in the order of the text, and reads 400 calls that are nested in each other', async () => {
    const call = `fetch("${URL}")[`
    const nested = `${call.repeat(400)}[${'1,'.repeat(20_000)}]${']'.repeat(400)}`
    expect(await explained(`fetch("/v3/a").then(() => [fetch("/v3/b"), fetch("/v3/c")])`)).toMatchObject([
      { target: '/v3/a' },
      { target: '/v3/b' },
      { target: '/v3/c' },
    ])
    expect(await explained(nested)).toHaveLength(400)
  })

  test.for<[string, (header: string) => string]>([
    [
      'names without quotes and texts in single quotes',
      (header) => `await fetch('${URL}', { method: 'post', headers: { Authorization: '${header}' }, body: '${OPEN}' })`,
    ],
    [
      'a body that is given as JSON.stringify(…)',
      (header) => `fetch('${URL}', { method: 'POST', headers: [['Authorization', '${header}']], body: JSON.stringify(${OPEN}) })`,
    ],
    [
      'template literals without an expression',
      (header) =>
        `fetch(\`${URL}\`, { method: 'POST', headers: { Authorization: \`${header}\` }, body: \`${OPEN}\` }).then((answer) => answer.json())`,
    ],
    [
      'texts that are joined by +',
      (header) =>
        `fetch('https://h' + '${CHANGE_STATUS}', { method: 'POST', signal: AbortSignal.timeout(3), headers: { Authorization: '${header}' }, body: '${OPEN.slice(0, 9)}' + '${OPEN.slice(9)}' })`,
    ],
    [
      'JSON.stringify with an undefined property and an undefined replacer',
      (header) =>
        `fetch('${URL}', { method: 'POST', headers: { Authorization: '${header}' }, body: JSON.stringify({ ${OPEN.slice(1, -1)}, note: undefined }, undefined, 0) })`,
    ],
  ])('reads %s', async ([, call]) => {
    expect(await explained(call(await authorization()))).toMatchObject([VALID])
  })

  test('treats undefined settings like missing settings, and an undefined body like a missing body', async () => {
    expect(await explained('fetch("/v3/x", undefined).then(() => fetch("/v3/y", { body: undefined }))')).toMatchObject([
      { method: 'GET', target: '/v3/x' },
      { method: 'GET', target: '/v3/y' },
    ])
  })

  test('keeps the method patch in lower case, encodes the address and drops its fragment; without a method, explains a GET', async () => {
    const header = await authorization({ method: 'patch', target: '/v3/%E7%82%B9%20?a=%22', body: '' })
    const [judged] = await explained(
      `fetch("https://h/v3/点 ?a=\\"#b", {"headers": {"Authorization": ${JSON.stringify(header)}}, "body": null, "method": "patch"})`,
    )
    expect(judged).toMatchObject({ method: 'patch', target: '/v3/%E7%82%B9%20?a=%22', verdict: 'valid' })
    expect(await explained('fetch("/v3/x")')).toMatchObject([{ method: 'GET', target: '/v3/x' }])
  })

  test.for<[string, string, RegExp]>([
    [
      'a template literal with an expression',
      `fetch(\`https://h/\${path}\`)`,
      /^stdin: `https:\/\/h\/\$\{path\}` in the fetch call is known only when the script runs: write its value/,
    ],
    ['a variable', 'fetch("http://h/", { method: "POST", body })', /^stdin: body in the fetch call is known only when the script runs/],
    ['settings that are a variable', 'fetch("http://h/", settings)', /^stdin: settings in the fetch call is known only/],
    ['settings that are spread', 'fetch("http://h/", { ...settings })', /^stdin: \.\.\.settings in the fetch call is known only/],
    ['a function call', 'fetch("http://h/", { headers: { Authorization: sign() } })', /^stdin: sign\(\) in the fetch call is known only/],
    [
      'a body that is not a text',
      'fetch("http://h/", { method: "POST", body: { a: 1 } })',
      /^stdin: the body of the fetch call is not a text/,
    ],
    ['JSON.stringify with a replacer', 'fetch("http://h/", { body: JSON.stringify({}, ["a"]) })', /^stdin: a replacer of JSON.stringify/],
    ['a call without an address', 'fetch()', /^stdin: fetch is not called with an address/],
    ...['JSON.stringify(%)', '%', '(%)'].map((body): [string, string, RegExp] => [
      'a body that is nested 10,000 levels deep',
      `fetch("http://h/", { body: ${body.replace('%', `${'['.repeat(10_000)}${']'.repeat(10_000)}`)} })`,
      /^stdin: the fetch call is nested too deeply, or joins too many texts, to be read: copy only the call \(请只复制请求部分\)\n$/,
    ]),
    [
      'a text that is joined from 10,000 pieces',
      `fetch("http://h/", { body: "a"${' + "b"'.repeat(10_000)} })`,
      /^stdin: the fetch call is nested too deeply, or joins too many texts, to be read/,
    ],
    [
      'a call that is cut off',
      'fetch("http://h/", { "headers": {',
      /^stdin: the fetch call is not JavaScript: .*\. Copy all of it \(请完整复制\)\n$/,
    ],
  ])('refuses %s, without executing it', async ([, call, message]) => {
    expect(await complaint(call)).toMatch(message)
  })

  const declared = Array.from({ length: 90_000 }, (_, index) => `let a${index};`).join('')

  test.for<[string, string, RegExp]>([
    [
      '30 nested calls of JSON.stringify, which double the backslashes at each level',
      `body: ${'JSON.stringify('.repeat(30)}"a"${')'.repeat(30)}`,
      /^stdin: JSON.stringify in the fetch call makes more than 1048576 characters\n$/,
    ],
    [
      'an array of 400,000 numbers',
      `body: JSON.stringify(${'['.repeat(300)}${'1,'.repeat(400_000)}${']'.repeat(300)}, null, 10)`,
      /^stdin: the fetch calls have more than 50000 words and signs: copy only/,
    ],
    [
      'an array of 22,000 numbers whose indentation makes the JSON too long',
      `body: JSON.stringify(${'['.repeat(300)}${'1,'.repeat(22_000)}${']'.repeat(300)}, null, 10)`,
      /^stdin: JSON.stringify in the fetch call makes more than 1048576 characters\n$/,
    ],
    [
      'a function that declares 90,000 variables',
      `signal: () => {${declared}}`,
      /^stdin: the fetch calls have more than 50000 words and signs: copy only the call/,
    ],
    [
      'a regular expression with 60,000 groups of the same name',
      `signal: /${'(?<a>b)|'.repeat(60_000)}c/`,
      /^stdin: the fetch call is not JavaScript: Invalid regular/,
    ],
  ])('takes only seconds to refuse %s', async ([, settings, message]) => {
    expect(await complaint(`fetch("${URL}", { ${settings} })`)).toMatch(message)
  })

  test('does not let a field called __proto__ set the prototype', async () => {
    const call = `fetch("http://h/v3/x", { "headers": { "__proto__": "x", "authorization": "y" }, "__proto__": { "method": "PUT" } })`
    expect(await explained(call)).toMatchObject([{ method: 'GET', target: '/v3/x' }])
  })

  test.for(['fetch(', 'fetch(""),', 'fetch("");', '[', '(', '{"a":', '"a"+', '`', '\\', '/*', '"\n'])(
    'does not take quadratic time for a text that repeats %j many times',
    { timeout: 20_000 },
    async (text) => {
      const paste = `fetch("http://h/v3/x", { "body": ${text.repeat(262_144 / text.length)}`
      expect(await complaint(paste)).toMatch(
        /^stdin: the fetch (?:call is not JavaScript: |calls have more than|call is nested too deeply)/,
      )
      const many = `${text.repeat(262_144 / text.length)} fetch("http://h/v3/x")`
      const judged = await explained(many).catch(() => complaint(many))
      expect(JSON.stringify(judged)).toMatch(/SIGN_ERROR|fetch|JSON|requests|begins/)
    },
  )
})
