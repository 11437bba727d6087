import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createControl } from '../../contracts/index.ts'
import { block } from '../docs/page.ts'
import { missingRedis, startRedis } from '../redis-server.ts'
import { bare, command, commandIn, execute, folder, ROOT, run, tarball, usingCommand } from './packed-project.ts'

/** Type-checks files of the project in which the package is installed. Returns the compiler's errors, or an empty string. */
function typeCheck(...filesAndOptions: string[]): Promise<string> {
  const options = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,esnext.disposable']
  return run(process.execPath, join(folder, 'node_modules/typescript/bin/tsc'), ...options, ...filesAndOptions)
}

describe('the packed package', () => {
  it('passes publint', async () => {
    expect(await run(join(ROOT, 'node_modules/.bin/publint'), 'run', tarball, '--strict')).toContain('All good!')
  })

  it('has types that TypeScript finds in every resolution mode for ES modules', async () => {
    const report = await run(join(ROOT, 'node_modules/.bin/attw'), tarball, '--profile', 'esm-only', '--format', 'json')
    const { problems } = JSON.parse(report)
    // Two problems are expected, because the package has no CommonJS build: `require` gets ES modules or finds nothing.
    expect(Object.keys(problems ?? {}).filter((kind) => !['CJSResolvesToESM', 'NoResolution'].includes(kind))).toEqual([])
  })

  it.each(['nodenext', 'bundler'])('type-checks in a project that resolves modules as %s', async (resolution) => {
    await writeFile(
      join(folder, 'consumer.ts'),
      `import { createMockServer, type MockServer } from 'wechatpay-goldplan-mock'
import { createWechatpay, ResponseVerificationError } from 'wechatpay-goldplan-mock/client'
import { documents, requestMessage } from 'wechatpay-goldplan-mock/contracts'

const mock: MockServer = await createMockServer({ port: 0 })
const wxpay = createWechatpay({ mchid: '1', serial: '2', privateKey: '3', certs: {}, timeout: 5000 })
const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1', operation_type: 'OPEN' })
const sub_mchid: string = data.sub_mchid
// @ts-expect-error the type is known, not any
const wrong: number = data.sub_mchid
// @ts-expect-error a misspelt path
wxpay.v3.goldplan.merchants.changegoldplan
console.log(sub_mchid, wrong, mock.url, documents.goldplan.href, requestMessage({ method: 'GET', target: '/', timestamp: 1, nonce: 'n' }), ResponseVerificationError)
`,
    )
    const module = resolution === 'nodenext' ? 'nodenext' : 'esnext'
    expect(await typeCheck('consumer.ts', '--module', module, '--moduleResolution', resolution)).toBe('')
  })

  it('has no install script, because npm would ask users to allow it', () => {
    const { scripts } = JSON.parse(readFileSync(join(dist(), '../package.json'), 'utf8'))
    expect(Object.keys(scripts).filter((name) => ['preinstall', 'install', 'postinstall', 'prepare'].includes(name))).toEqual([])
  })

  it('exports the development keys, and the URLs of five OpenAPI documents that refer to no other file', async () => {
    const code = `import { documents, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
import { readdirSync, readFileSync } from 'node:fs'
const texts = Object.values(documents).map((url) => readFileSync(url, 'utf8'))
console.log(texts.length, texts.every((text) => text.includes('openapi: 3.1.0') && !text.includes('.yaml#')), developmentKeys.apiV3Key.length)`
    expect(await run(process.execPath, '--input-type=module', '--eval', code)).toBe('5 true 32\n')
  })

  it('has the golden vectors, and its command `vectors check` checks a signer with them', async () => {
    await writeFile(join(folder, 'sign.mjs'), block('docs/test-your-signer.md', 'js', 'createSign'))
    const command = join(folder, 'node_modules/wechatpay-goldplan-mock/dist/mock-server/cli.js')
    const output = await run(process.execPath, command, 'vectors', 'check', '--cmd', `'${process.execPath}' sign.mjs`, '--only', 'PATCH')
    expect(output).toBe('ok      PATCH\n1 of 1 requests are signed correctly (签名正确 1/1)\n')
    const code = `import { vectors } from 'wechatpay-goldplan-mock/contracts'
import { readFileSync } from 'node:fs'
const lists = Object.values(vectors).map((url) => Object.values(JSON.parse(readFileSync(url, 'utf8'))).filter(Array.isArray))
console.log(lists.length, lists.every((each) => each.length > 0 && each.every(({ length }) => length > 0)))`
    expect(await run(process.execPath, '--input-type=module', '--eval', code)).toBe('7 true\n')
  })

  it('contains no code of faker, postman-collection or node-fetch, and no translated messages of zod', () => {
    const files = readdirSync(dist(), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
    const code = files.map((file) => readFileSync(join(dist(), file), 'utf8'))
    expect(code.filter((text) => /faker|postman-collection|node-fetch|tidak valid/.test(text))).toEqual([])
  })

  it('has the licence text of every bundled package', () => {
    for (const line of [/^@stoplight\/prism-http \d+\.\d+\.\d+: Apache-2\.0$/m, /^express \d+\.\d+\.\d+: MIT$/m])
      expect(licences()).toMatch(line)
    const texts = licences().split(`\n${'-'.repeat(80)}\n\n`)
    expect(texts.filter((text) => text.length < 500 || /undefined/.test(text))).toEqual([])
    expect(texts.find((text) => text.startsWith('@bufbuild/protobuf '))).toContain('Version 2.0, January 2004')
  })

  it('lists every bundled package in its bill of materials', () => {
    const { specVersion, components } = JSON.parse(readFileSync(join(dist(), 'sbom.json'), 'utf8'))
    const listed: string[] = components.map(
      ({ group, name, version }: Record<string, string>) => `${group ? `${group}/` : ''}${name} ${version}`,
    )
    const licensed = licences().matchAll(/(?:^|\n-{80}\n\n)(.+?): /g)
    expect(specVersion).toBe('1.6')
    expect(new Set(listed)).toEqual(new Set([...licensed].map(([, name]) => name)))
  })

  it('has only the type declarations that its entries import', async () => {
    const { exports } = JSON.parse(readFileSync(join(dist(), '../package.json'), 'utf8'))
    const entries = Object.keys(exports).filter((name) => name !== './package.json')
    await writeFile(join(folder, 'all.ts'), entries.map((name) => `import '${name.replace('.', 'wechatpay-goldplan-mock')}'\n`).join(''))
    const reached = (await typeCheck('all.ts', '--module', 'nodenext', '--skipLibCheck', '--listFilesOnly')).split('\n')
    const shipped = readdirSync(dist(), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'))
    expect(shipped.filter((file) => !reached.some((path) => path.endsWith(`wechatpay-goldplan-mock/dist/${file}`)))).toEqual([])
  })

  it('has only one class ControlRefusal, which the server, the contracts and the client share', async () => {
    const code = `import { createMockServer } from 'wechatpay-goldplan-mock'
import { ControlRefusal } from 'wechatpay-goldplan-mock/contracts'
import { ControlRefusal as OfTheClient } from 'wechatpay-goldplan-mock/client'
await using mock = await createMockServer()
console.log(await mock.control.merchant('1').read().catch((error) => error instanceof ControlRefusal), ControlRefusal === OfTheClient)`
    expect(await run(process.execPath, '--input-type=module', '--eval', code)).toBe('true true\n')
  })

  it('type-checks in a project that uses the entry pact', async () => {
    await writeFile(
      join(folder, 'kit.ts'),
      `import { interactionThatFails, type Interaction, providerState, signedPact, verifyPacts } from 'wechatpay-goldplan-mock/pact'

const pact = signedPact({ consumer: 'shop' })
const failing: Interaction = interactionThatFails('changeGoldPlanStatus', 'MCH_NOT_EXISTS')
const url: string = await pact.test(failing, async ({ url }) => url)
await pact.addInteraction().given('x').uponReceiving('y').withRequest('GET', '/').willRespondWith(200).executeTest(async ({ port }) => port)
// @ts-expect-error a misspelt state
providerState('a submerchant exists')
// @ts-expect-error a misspelt error
interactionThatFails('changeGoldPlanStatus', 'MCH_NOT_EXIST')
// @ts-expect-error no provider
await verifyPacts({ pacts: [url] })
`,
    )
    expect(await typeCheck('kit.ts', '--module', 'nodenext')).toBe('')
  })

  it('keeps Prism and Pact out of the client and the contracts', async () => {
    const code = `import 'wechatpay-goldplan-mock/client'
import 'wechatpay-goldplan-mock/contracts'
import { createRequire } from 'node:module'
console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => /stoplight|express|faker|pact-foundation/.test(file)))`
    expect(await run(process.execPath, '--input-type=module', '--eval', code)).toBe('[]\n')
  })
})

/** The folder with the built files of the installed package. */
function dist(): string {
  return join(command, '../..')
}

function licences(): string {
  return readFileSync(join(dist(), 'THIRD-PARTY-LICENSES.txt'), 'utf8')
}

describe('the installed command', () => {
  it('prints its version, its help and the effective settings', async () => {
    expect(await run(process.execPath, command, '--version')).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await run(process.execPath, command, 'start', '--help')).toContain('--control-token <token>')
    await writeFile(join(folder, 'port.yaml'), 'port: 8921\n')
    expect(await run(process.execPath, command, 'config', '--config', 'port.yaml')).toMatch(/^port +8921 +port\.yaml$/m)
  })

  it('reports a wrong option or configuration in one line', async () => {
    expect(await run(process.execPath, command, '--port', 'x')).toMatch(/^option '--port <number>' argument 'x' is invalid\. .*\n$/)
    await writeFile(join(folder, 'wrong.yaml'), 'merchants:\n  - mchid: x\n')
    expect(await run(process.execPath, command, '--config', 'wrong.yaml')).toMatch(/^wrong\.yaml: merchants\[0\]\.mchid .*\n$/)
  })

  const url = 'http://127.0.0.1:8920/v3/goldplan/merchants/changegoldplanstatus'
  const request = { method: 'POST', url, headers: [], postData: { text: '{}' } }

  it.each([
    ['a curl command', `curl -X POST ${url} -d '{}'`],
    ['a HAR', JSON.stringify({ log: { entries: [{ request }] } })],
  ])('explains the mistake in %s', async (_, pasted) => {
    const explaining = execute(process.execPath, [command, 'explain'], { cwd: folder })
    explaining.child.stdin?.end(pasted)
    const { stdout, stderr } = await explaining.catch((error) => error)
    expect(`${stdout}${stderr}`).toContain('authorization-missing')
  })

  it.each([
    ['json', /^\{"level":"info",.*"status":401,.*\}\n\{"level":"info",.*"mistakes":\[.*"authorization-missing".*\}\n$/],
    ['pretty', /^[\d:]+ GET \/v3\/certificates 401 .* ms, .*\n[\d:]+ GET \/v3\/certificates\n(?!.*Warning)[\s\S]*authorization-missing/],
  ])('prints nothing but its log to stderr, in the format %s', async (format, log) => {
    const options = [command, '--port', '0', '--json', '--log-format', format, '--state', `${format}.json`]
    const server = spawn(process.execPath, options, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    server.stderr.on('data', (data) => {
      printed += data
    })
    const [line] = await once(server.stdout, 'data')
    const { base_url } = JSON.parse(String(line))
    // The request target is an absolute URL, as in a request to a proxy.
    const asked = get(base_url, { path: `${base_url}/v3/certificates`, headers: { Accept: 'application/json', 'User-Agent': 'test' } })
    const [answer] = await once(asked, 'response')
    answer.resume()
    await expect.poll(() => printed, { timeout: 20_000 }).toContain('authorization-missing')
    server.kill()
    await once(server, 'close')
    expect(printed).toMatch(log)
    expect(JSON.parse(readFileSync(join(folder, `${format}.json`), 'utf8'))).toBeDefined()
  })
})

describe('the vitest fixture', () => {
  const file = "import { test } from 'wechatpay-goldplan-mock/vitest'\ntest('asks', async ({ merchant }) => void merchant.mchid)\n"

  it('says which line to add when its set-up is missing', async () => {
    await writeFile(join(folder, 'missing.test.js'), file)
    const output = await vitest('missing.test.js', '--config', './no-setup.config.js')
    expect(output).toContain("add globalSetup: ['wechatpay-goldplan-mock/vitest/setup'] to the test options of your vitest.config")
  })
})

async function vitest(...options: string[]): Promise<string> {
  await writeFile(join(folder, 'no-setup.config.js'), 'export default {}\n')
  return run(process.execPath, join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--no-color', ...options)
}

describe('the entry pact', () => {
  it('turns off the usage tracking of Pact', async () => {
    const { PACT_DO_NOT_TRACK: _, ...env } = process.env
    const code = "import 'wechatpay-goldplan-mock/pact'\nconsole.log(process.env.PACT_DO_NOT_TRACK)"
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder, env })
    expect(stdout).toBe('true\n')
  })
})

const INSTALL_PACT = 'npm install --save-dev @pact-foundation/pact@17, or with --global if this package is installed globally\n'

describe('without the optional packages', () => {
  it.each([
    ['vitest', 'vitest', 'npm install --save-dev vitest\n'],
    ['pact', '@pact-foundation/pact', INSTALL_PACT],
  ])('the entry %s says in one line which package is missing', async (entry, name, install) => {
    const importing = execute(process.execPath, ['--input-type=module', '--eval', `import 'wechatpay-goldplan-mock/${entry}'`], {
      cwd: bare,
    })
    const line = `Error: wechatpay-goldplan-mock/${entry} needs the package ${name}: ${install}`
    await expect(importing).rejects.toMatchObject({ stderr: expect.stringContaining(line) })
  })

  it('the command `verify` says in one line which package is missing', async () => {
    const line = `wechatpay-goldplan-mock/pact needs the package @pact-foundation/pact: ${INSTALL_PACT}`
    const verifying = execute(process.execPath, [commandIn(bare), 'verify', 'package.json'], { cwd: bare })
    await expect(verifying).rejects.toMatchObject({ stdout: '', stderr: line })
  })

  it('the command `verify` says in one line which version of Pact it needs', async () => {
    const other = join(dirname(bare), 'other-pact')
    const pact = join(other, 'node_modules/@pact-foundation/pact')
    await cp(bare, other, { recursive: true })
    await mkdir(pact, { recursive: true })
    await writeFile(join(pact, 'package.json'), JSON.stringify({ name: '@pact-foundation/pact', version: '16.5.0', main: 'index.js' }))
    await writeFile(join(pact, 'index.js'), '')
    const line = `wechatpay-goldplan-mock/pact needs version ^17.1.0 of the package @pact-foundation/pact, not 16.5.0 (Pact 版本不符): ${INSTALL_PACT}`
    const verifying = execute(process.execPath, [commandIn(other), 'verify', 'package.json'], { cwd: other })
    await expect(verifying).rejects.toMatchObject({ stdout: '', stderr: line })
  })

  it('the command says in one line which package --store needs, and starts without --store', async () => {
    const command = commandIn(bare)
    const starting = execute(process.execPath, [command, '--store', 'redis://127.0.0.1:1', '--port', '0'], { cwd: bare })
    const line = 'A store in Redis needs the package @redis/client: npm install @redis/client\n'
    await expect(starting).rejects.toMatchObject({ code: 1, stdout: '', stderr: line })
    await usingCommand(async (url) => expect((await fetch(`${url}/__mock/health`)).status).toBe(200), { cwd: bare, command })
  })
})

describe.skipIf(missingRedis)('with @redis/client', () => {
  it('--store and --workers start several processes that share one state', async () => {
    await using redis = await startRedis()
    await usingCommand(
      async (url) => {
        const control = createControl(url)
        const { mchid } = await control.credentials()
        await control.merchant(mchid).putSubMerchant('1900000888', { punished: true })
        expect(await control.merchant(mchid).subMerchant('1900000888')).toMatchObject({ punished: true })
      },
      { options: ['--store', redis.url, '--workers', '2'] },
    )
    expect(await redis.ask('HKEYS', 'goldplan:{1900000100}')).toContain('sub_merchant:1900000888')
  })
})

describe('the example project in test/integrator', () => {
  it('runs consumer tests with its own client, verifies the pact and writes a report for CI', async () => {
    const shop = join(folder, 'shop')
    await cp(join(ROOT, 'test/integrator'), shop, { recursive: true, filter: (file) => !file.endsWith('pacts') })
    expect(await vitest('--root', 'shop', '--config', '../no-setup.config.js')).toMatch(/Tests {2}5 passed/)
    const { stdout } = await execute(process.execPath, [command, 'verify', 'pacts/*.json', '--junit', 'pact.xml'], { cwd: shop })
    expect(stdout).toMatch(/\n5 of 5 interactions pass\n$/)
    expect(readFileSync(join(shop, 'pact.xml'), 'utf8')).toContain('<testsuite name="my-shop" tests="5" failures="0" skipped="0">')
  })

  it('fails the command `verify` when the provider does not match the pact', async () => {
    const file = join(folder, 'shop/pacts/my-shop-wechatpay-goldplan.json')
    await writeFile(join(folder, 'wrong.json'), readFileSync(file, 'utf8').replace('"status": 204', '"status": 200'))
    const failing = execute(process.execPath, [command, 'verify', 'wrong.json'], { cwd: folder })
    await expect(failing).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('expected 200 but was 204') })
  })
})

describe('the examples in the TSDoc', () => {
  it('compile and run when a user copies them', async () => {
    const examples = sourceFiles().flatMap((file) => examplesOf(readFileSync(file, 'utf8')))
    expect(examples.length).toBeGreaterThan(20)
    const names = examples.map((_, index) => `example-${index}.ts`)
    await Promise.all(examples.map((code, index) => writeFile(join(folder, names[index] ?? ''), code)))
    expect(await typeCheck(...names, '--module', 'nodenext')).toBe('')
    // An example that imports vitest is only compiled, because it can't run outside vitest.
    const runnable = names.filter((_, index) => !/from '(vitest|wechatpay-goldplan-mock\/vitest)/.test(examples[index] ?? ''))
    for (const name of runnable) await expect(execute(process.execPath, [name], { cwd: folder })).resolves.toBeDefined()
  })
})

function sourceFiles(): string[] {
  const folders = ['client', 'contracts', 'mock-server', 'test/kit'].map((name) => join(ROOT, name))
  return folders
    .flatMap((path) => readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)))
    .filter((file) => file.endsWith('.ts'))
}

function examplesOf(source: string): string[] {
  return [...source.matchAll(/ \* ```ts\n(.*?) \* ```/gs)].map(([, code = '']) => code.replaceAll(/^ \* ?/gm, ''))
}

describe('the guide to the settings', () => {
  it('shows a configuration file that works', async () => {
    await writeFile(join(folder, 'goldplan.yaml'), block('docs/command.md', 'yaml', 'merchants:'))
    await usingCommand(
      async (url) => {
        const control = createControl(url)
        expect((await control.merchant('1900000100').subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
        expect(await control.merchant('1900000100').faults()).toMatchObject([{ rate: 1 }])
        expect(await control.merchant('1230000109').read()).toMatchObject({ verification: 'public_key' })
      },
      { options: ['--config', 'goldplan.yaml'] },
    )
  })
})
