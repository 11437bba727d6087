import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { readCurl } from '../../../mock-server/command/explain/read-curl.ts'
import { test } from './command-test.ts'
import { authorization, complaint, explained } from './explain-test.ts'

const URL = 'https://api.mch.weixin.qq.com/v3/merchant/media/upload'
const META = '{"filename":"a.jpg","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}'

/** Parses the multipart body that a curl command sends, and returns the parts of the form. */
async function form(options: string): Promise<{ name: string; content: string; fileName?: string; type?: string }[]> {
  const [request] = await readCurl(`curl ${URL} ${options}`)
  const parsed = await new Response(new Uint8Array(request?.body ?? []), {
    headers: { 'content-type': request?.contentType ?? '' },
  }).formData()
  return Promise.all(
    Array.from(parsed, async ([name, value]) =>
      typeof value === 'string' ? { name, content: value } : { name, content: await value.text(), fileName: value.name, type: value.type },
    ),
  )
}

describe('explain of a curl command with a form', () => {
  test('reads the upload of a picture even when the picture is missing', async () => {
    const target = '/v3/merchant/media/upload'
    const header = await authorization({ target, body: META })
    const [judged] = await explained(
      `curl ${URL} -H 'Content-Type: multipart/form-data;boundary=boundary' -H 'Authorization: ${header}' -F 'meta=${META};type=application/json' -F 'file=@a.jpg'`,
    )
    expect(judged).toMatchObject({ method: 'POST', target, verdict: 'valid' })
    expect(judged?.message).toContain(META)
  })

  test.for<[string, (form: string) => string, string, string[]]>([
    ['the part meta', () => META, 'valid', []],
    ['the whole body', (form) => form, 'SIGN_ERROR_SIGNATURE', ['multipart-whole-body']],
    ['an empty body', () => '', 'SIGN_ERROR_SIGNATURE', ['multipart-signed-empty']],
  ])('judges an upload that is given as bytes when %s was signed', async ([, signed, verdict, ids], { folder }) => {
    const disposition = 'Content-Disposition: form-data; name='
    const parts = [
      `${disposition}"meta";\r\nContent-Type: application/json\r\n\r\n${META}\r\n`,
      `${disposition}"file"; filename="a.jpg";\r\nContent-Type: image/jpg\r\n\r\nfoo\n\r\n`,
    ]
    const body = `${parts.map((part) => `--boundary\r\n${part}`).join('')}--boundary--\r\n`
    await writeFile(join(folder, 'form.bin'), body)
    const header = await authorization({ target: '/v3/merchant/media/upload', body: signed(body) })
    const type = 'multipart/form-data;boundary=boundary'
    const command = `curl ${URL} -H 'Content-Type: ${type}' -H 'Authorization: ${header}' --data-binary @form.bin`
    const options = ['--target', URL, '--content-type', type, '--body', `@${join(folder, 'form.bin')}`, '--authorization', header]
    const before = process.cwd()
    process.chdir(folder)
    const judged = await explained(command).finally(() => process.chdir(before))
    for (const one of [judged, await explained(undefined, '--method', 'POST', ...options)])
      expect(one).toMatchObject([{ verdict, diagnosis: { mistakes: ids.map((id) => ({ id })) } }])
  })

  test.for<[string, string, object[]]>([
    ['a value with a type', `-F 'meta=${META};type=application/json'`, [{ name: 'meta', content: META }]],
    ['a value in quotes', '-F \'a="b;c\\"d";type=text/plain\'', [{ name: 'a', content: 'b;c"d' }]],
    ['a value only up to its semicolon', "-F 'a=b;c'", [{ name: 'a', content: 'b' }]],
    ['the value of --form-string unchanged', "--form-string 'a=@b;type=c'", [{ name: 'a', content: '@b;type=c' }]],
    [
      'a file, with its name and its type',
      "-F 'file=@b.txt;type=image/png'",
      [{ name: 'file', content: 'file\n', fileName: 'b.txt', type: 'image/png' }],
    ],
    ['another name for a file', '-F \'file=@"b.txt";filename="c d.png"\'', [{ name: 'file', content: 'file\n', fileName: 'c d.png' }]],
    ['a file as a value', "-F 'meta=<b.txt'", [{ name: 'meta', content: 'file\n' }]],
    ['several parts in their order', "-F b=1 -F 'a=2' --form c=3", [{ name: 'b' }, { name: 'a' }, { name: 'c' }]],
  ])('reads %s', async ([, options, parts], { folder }) => {
    await writeFile(join(folder, 'b.txt'), 'file\n')
    const before = process.cwd()
    process.chdir(folder)
    expect(await form(options).finally(() => process.chdir(before))).toMatchObject(parts)
  })

  test('leaves out a file outside the current folder, and refuses a part that has no name or whose value cannot be read', async () => {
    expect(await form(`-F meta=1 -F 'file=@/etc/hostname'`)).toEqual([{ name: 'meta', content: '1' }])
    expect(await complaint(`curl ${URL} -F 'meta=</etc/hostname'`)).toMatch(
      /^stdin: curl's -F meta=<\/etc\/hostname is not read, because it is outside the current/,
    )
    expect(await complaint(`curl ${URL} -F 'meta=@-'`)).toMatch(/^stdin: curl's -F @- reads a part from stdin, which/)
    expect(await complaint(`curl ${URL} -F meta`)).toMatch(/^stdin: curl's -F meta has no name: write name=content\n$/)
  })

  test.for(['"', '\\', ';type=', '=', ';'])('does not take quadratic time for many %j', { timeout: 20_000 }, async (text) => {
    const [judged] = await explained(`curl http://h/v3/x -F 'a="${text.repeat(262_144 / text.length)}'`)
    expect(judged).toMatchObject({ verdict: expect.stringMatching(/^SIGN_ERROR/) })
  })
})
