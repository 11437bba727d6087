import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { block } from '../docs/page.ts'
import { command, execute, folder, usingCommand } from './packed-project.ts'

const { paths, missing } = inject('nodes')
const nodes = { ...paths, [process.versions.node]: process.execPath }
const { '20': tooOld = '', ...supported } = nodes
const skipped = missing && ` (skipped: ${missing})`

/** Creates a folder with these files in the project in which the package is installed. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(folder, 'node-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
  return path
}

describe(`on the Node versions that the package supports${missing && ` (only the current one: ${missing})`}`, () => {
  it.each(Object.entries(supported))('the command answers a signed request of the client: Node %s', async (_, node) => {
    const cwd = await folderWith({ 'open.mjs': block('README.md', 'js', 'createWechatpay') })
    await usingCommand(async () => expect((await execute(node, ['open.mjs'], { cwd })).stdout).toBe('opened 1900000109\n'), { node, cwd })
  })

  it.each(Object.entries(supported))('the command names the mistake of an unsigned request: Node %s', async (_, node) => {
    const explaining = execute(node, [command, 'explain'], { cwd: folder })
    explaining.child.stdin?.end("curl -X POST http://127.0.0.1/v3/certificates -d '{}'")
    const { stdout } = await explaining.catch((error) => error)
    expect(stdout).toContain('authorization-missing')
  })

  it.each(Object.entries(supported))('the vitest fixture gives each test a merchant: Node %s', async (_, node) => {
    const cwd = await folderWith({
      'vitest.config.mjs': block('README.md', 'js', 'globalSetup'),
      'gold-plan.test.js': block('README.md', 'js', "from 'wechatpay-goldplan-mock/vitest'"),
    })
    const { stdout } = await execute(node, [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--no-color'], { cwd })
    expect(stdout).toMatch(/Tests {2}\d+ passed/)
  })
})

describe.skipIf(missing)(`on Node 20${skipped}`, () => {
  it('the client calls a server that runs on a newer Node', async () => {
    const cwd = await folderWith({ 'open.mjs': block('README.md', 'js', 'createWechatpay') })
    await usingCommand(async () => expect((await execute(tooOld, ['open.mjs'], { cwd })).stdout).toBe('opened 1900000109\n'), { cwd })
  })

  it('the command and createMockServer say in one line which Node they need', async () => {
    const line =
      /^wechatpay-goldplan-mock needs Node\.js 22\.12 or newer; this is 20\.\d+\.\d+\. Install a newer Node\.js .*, which npx uses .*: npm install --save-dev node@24\n$/
    await expect(execute(tooOld, [command])).rejects.toMatchObject({ stdout: '', stderr: expect.stringMatching(line) })
    const code = `import { createMockServer } from 'wechatpay-goldplan-mock'
await createMockServer().catch(({ message }) => console.log(message))`
    const { stdout } = await execute(tooOld, ['--input-type=module', '--eval', code], { cwd: folder })
    expect(stdout).toMatch(line)
  })
})
