import { globSync } from 'node:fs'
import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { operationsPart } from '../../../contracts/generate/pages/operations.ts'
import { pageFiles } from '../../../contracts/generate/pages/page-files.ts'
import { operationFiles } from '../../../contracts/index.ts'
import { openApi } from '../../../mock-server/openapi/index.ts'
import { emptyFolder } from '../../empty-folder.ts'

const ROOT = join(import.meta.dirname, '../../..')
const pages = await pageFiles(pathToFileURL(`${ROOT}/`))
const { operations } = await openApi(operationFiles.products)
const control = await openApi(operationFiles.control)

/** Makes a copy of this project in which a test can change the pages. */
async function copiedProject() {
  const folder = emptyFolder()
  for (const path of ['contracts', 'test']) await symlink(join(ROOT, path), join(folder, path))
  for (const path of ['docs', 'README.md', 'README.zh-CN.md']) await cp(join(ROOT, path), join(folder, path), { recursive: true })
  return {
    root: pathToFileURL(`${folder}/`),
    async change(path: string, before: string | RegExp, after: string): Promise<void> {
      const file = join(folder, path)
      await writeFile(file, (await readFile(file, 'utf8')).replace(before, after))
    },
  }
}

describe('a page with generated parts', () => {
  it.each(Object.keys(pages))('is what npm run generate writes: %s', async (path) => {
    expect(await readFile(join(ROOT, path), 'utf8')).toBe(pages[path])
  })

  it('gets new text in its outdated part and keeps the text outside the part', async () => {
    const { root, change } = await copiedProject()
    await change('docs/errors.md', '`操作失败，请稍后重试`', '`操作成功`')
    await change('docs/errors.md', '# Errors on demand', '# Errors')
    const written = (await pageFiles(root))['docs/errors.md']
    expect(written).toBe(pages['docs/errors.md']?.replace('# Errors on demand', '# Errors'))
  })

  it.each(['docs/errors.md', 'docs/errors.zh-CN.md'])('is named in the error when it lacks a marker: %s', async (path) => {
    const { root, change } = await copiedProject()
    await change(path, '<!-- generated: errors -->', '')
    await expect(pageFiles(root)).rejects.toThrow(`${path} must have <!-- generated: errors --> with <!-- end --> below it`)
  })

  it('is named in the error when a part has no end marker', async () => {
    const { root, change } = await copiedProject()
    await change('docs/control-api.md', /(control-fields.*)<!-- end -->/s, '$1')
    await expect(pageFiles(root)).rejects.toThrow(
      'docs/control-api.md must have <!-- generated: control-fields --> with <!-- end --> below',
    )
  })
})

it.each(globSync('*/**/*.{go,java,mjs,php,py}', { cwd: join(ROOT, 'test/interop/unchanged') }))(
  'two pages, one for each language, show the exact text of a program that npm run test:unchanged runs: %s',
  async (name) => {
    const program = await readFile(join(ROOT, 'test/interop/unchanged', name), 'utf8')
    expect(Object.values(pages).filter((page) => page.includes(`\n${program}\`\`\`\n`))).toHaveLength(2)
  },
)

describe.each(['.md', '.zh-CN.md'])('the pages that end in %s', (ending) => {
  const errors = pages[`docs/errors${ending}`] ?? ''
  const reference = pages[`docs/control-api${ending}`] ?? ''

  it('show every error example with its status, its code and its message', () => {
    const examples = new Map(operations.flatMap((operation) => [...operation.errors]))
    expect(examples.size).toBeGreaterThan(50)
    for (const [name, { status, body }] of examples) {
      const row = errors.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))
      expect(row).toContain(`| ${status} \`${body.code}\` |`)
      // The page fills in the placeholders of a message.
      for (const piece of String(body.message).split(/\{\w+\}/)) expect(row).toContain(piece)
    }
  })

  it('show every test sub-merchant beside its error', () => {
    const numbers = new Map(operations.flatMap(({ testSubMerchants }) => [...testSubMerchants]))
    expect(numbers.size).toBeGreaterThan(10)
    for (const [subMchid, name] of numbers) expect(errors).toContain(`| \`${name}\` | \`${subMchid}\` |`)
  })

  it('show every operation of the control API', () => {
    expect(control.operations.length).toBeGreaterThan(20)
    for (const { method, path } of control.operations)
      expect(reference).toContain(`| \`${method.toUpperCase()} ${path.replace('/__mock', '')}\` |`)
  })

  it('show the top-level fields of every request body in the control API', () => {
    for (const { bodySchema } of control.operations)
      for (const name of Object.keys(bodySchema?.properties ?? {})) expect(reference).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'))
  })
})

it.each(['en', 'zh'] as const)(
  'the table of operations has a row for each operation, with names, fields and answers: %s',
  async (language) => {
    const table = await operationsPart(language, pathToFileURL(`${ROOT}/`))
    expect(table.trim().split('\n')).toHaveLength(operations.length + 2)
    for (const { method, path } of operations) expect(table).toContain(`| \`${method.toUpperCase()} ${path}\` |`)
    expect(table).toContain(
      '| `wxpay.v3.goldplan.merchants.setAdvertisingIndustryFilter.post(…)` | `{ sub_mchid, advertising_industry_filters }` | 204 |',
    )
    expect(table).toContain('| `{ sub_mchid, operation_type, operation_pay_scene? }` | 200 `{ sub_mchid }` |')
    expect(table).toContain('| `wxpay.v3.certificates.get()` |  | 200 `{ data }` |')
  },
)
