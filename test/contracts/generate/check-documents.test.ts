import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { test as base, describe, expect } from 'vitest'
import { checkDocuments } from '../../../contracts/generate/check/check-documents.ts'
import { staleFiles, writeGenerated } from '../../../contracts/generate/generated-files.ts'
import { EVERY } from '../../every.ts'

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url))
const GOLDPLAN = 'contracts/goldplan.openapi.yaml'
const DOCUMENTS = ['gateway', 'goldplan', 'certificates', 'control/control'].map((name) => `contracts/${name}.openapi.yaml`)

/** A folder with copies of project files, which a test can break. */
interface Copy {
  readonly root: URL
  /** Copies a file or folder of the project to the same path in this folder. */
  take(path: string): Promise<void>
  /** Replaces a text in a file, and returns the number of the line where the text was. */
  replace(path: string, from: string, to: string): Promise<number>
}

function copyIn(root: URL): Copy {
  return {
    root,
    async take(path) {
      await mkdir(dirname(fileURLToPath(new URL(path, root))), { recursive: true })
      await cp(join(PROJECT, path), new URL(path, root), { recursive: true })
    },
    async replace(path, from, to) {
      const content = await readFile(new URL(path, root), 'utf8')
      expect(content).toContain(from)
      await writeFile(new URL(path, root), content.replace(from, to))
      return content.slice(0, content.indexOf(from)).split('\n').length
    },
  }
}

const test = base.extend<{ copy: Copy }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  copy: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'project-'))
    const copy = copyIn(pathToFileURL(`${folder}/`))
    for (const path of DOCUMENTS) await copy.take(path)
    await use(copy)
    await rm(folder, { recursive: true })
  },
})

describe('checkDocuments', () => {
  test('finds nothing wrong with the documents of this project', async ({ copy }) => {
    expect(await checkDocuments(copy.root)).toEqual([])
  })

  test.for<[what: string, from: string, to: string, linesBelow: number, problem: string]>([
    [
      'a text that is not YAML',
      'summary: 点金计划管理',
      'summary: [点金计划管理',
      1,
      'this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a missing operationId',
      'post:\n      operationId: changeGoldPlanStatus\n',
      'post:\n',
      0,
      'POST /v3/goldplan/merchants/changegoldplanstatus has no operationId: give it a name in camelCase, such as changeGoldPlanStatus',
    ],
    [
      'an operationId that another operation has',
      'operationId: changeCustomPageStatus',
      'operationId: changeGoldPlanStatus',
      0,
      'the operationId changeGoldPlanStatus belongs to POST /v3/goldplan/merchants/changegoldplanstatus: give this operation another name',
    ],
    [
      'an operation without responses',
      "responses:\n        '200'",
      "respons:\n        '200'",
      -16,
      'POST /v3/goldplan/merchants/changegoldplanstatus has no responses: write at least the response of a successful call',
    ],
    [
      'a reference to a schema that does not exist',
      "'#/components/schemas/ChangeGoldPlanStatusRequest'",
      "'#/components/schemas/ChangeGoldPlanStatusReques'",
      0,
      '$ref #/components/schemas/ChangeGoldPlanStatusReques names nothing: contracts/goldplan.openapi.yaml has no ChangeGoldPlanStatusReques in components.schemas. Did you mean ChangeGoldPlanStatusRequest?',
    ],
    [
      'a reference to a top-level part that does not exist',
      "'#/components/schemas/ChangeGoldPlanStatusRequest'",
      "'#/component/schemas/ChangeGoldPlanStatusRequest'",
      0,
      '$ref #/component/schemas/ChangeGoldPlanStatusRequest names nothing: contracts/goldplan.openapi.yaml has no component. Did you mean components?',
    ],
    [
      'a reference to a missing part of another document',
      'gateway.openapi.yaml#/components/schemas/Error',
      'gateway.openapi.yaml#/components/failures/Error',
      0,
      '$ref gateway.openapi.yaml#/components/failures/Error names nothing: contracts/gateway.openapi.yaml has no failures in components.',
    ],
    [
      'a reference to a document that does not exist',
      'gateway.openapi.yaml#/components/schemas/Error',
      'gate.openapi.yaml#/components/schemas/Error',
      0,
      '$ref gate.openapi.yaml#/components/schemas/Error names a document that does not exist in contracts/',
    ],
    [
      'a request example that does not fit its schema',
      "value: { sub_mchid: '1900000109', operation_type: OPEN }",
      "value: { sub_mchid: '1900000109', operation_type: OPN }",
      0,
      'the example open does not fit the schema ChangeCustomPageStatusRequest: operation_type must be equal to one of the allowed values: OPEN, CLOSE; got "OPN"',
    ],
    [
      'an error example without a message',
      'value: { code: MCH_NOT_EXISTS, message: 特约商户号不存在，请确认特约商户号准确性 }',
      'value: { code: MCH_NOT_EXISTS }',
      0,
      "the example MCH_NOT_EXISTS does not fit the schema Error: it must have required property 'message'",
    ],
    [
      'an operation with a provider state that does not exist',
      'x-provider-state: the gold plan of a sub-merchant is open',
      'x-provider-state: the gold plan of a sub-merchant is opened',
      0,
      '"the gold plan of a sub-merchant is opened" is not a provider state of contracts/pact/provider-states.ts. Did you mean the gold plan of a sub-merchant is open?',
    ],
    [
      'an error example with a provider state that does not exist',
      'calls are limited',
      'it rains',
      0,
      '"it rains" is not a provider state of contracts/pact/provider-states.ts.',
    ],
    [
      'an x-gateway that names a missing document',
      'x-gateway: gateway.openapi.yaml',
      'x-gateway: gate.openapi.yaml',
      0,
      'x-gateway names gate.openapi.yaml, which does not exist: name gateway.openapi.yaml instead',
    ],
    [
      'a component that gateway.openapi.yaml also has',
      '    CALLER_NOT_SERVICE_PROVIDER:\n      value',
      '    SYSTEM_ERROR:\n      value',
      0,
      'SYSTEM_ERROR is also in contracts/gateway.openapi.yaml: keep one of them',
    ],
  ])('names the line and the problem: %s', async ([, from, to, linesBelow, problem], { copy }) => {
    const changed = await copy.replace(GOLDPLAN, from, to)
    expect(await checkDocuments(copy.root)).toEqual([`${GOLDPLAN}:${changed + linesBelow}: ${problem}`])
  })

  test('names the first line that refers to an invalid schema', async ({ copy }) => {
    await copy.replace(GOLDPLAN, 'enum: [OPEN, CLOSE]', 'enum: OPEN')
    const use = "schema:\n              $ref: '#/components/schemas/ChangeGoldPlanStatusRequest'"
    const line = await copy.replace(GOLDPLAN, use, use)
    const [problem] = await checkDocuments(copy.root)
    expect(problem).toMatch(new RegExp(`^${GOLDPLAN}:${line}: this schema is invalid: enum value must be`))
  })
})

describe('npm run generate', () => {
  test('with --check names each stale or missing generated file and the first line that differs', { timeout: 120_000 }, async ({
    copy,
  }) => {
    for (const path of [
      'contracts',
      'client/wechatpay.ts',
      'mock-server/operations',
      'docs',
      'test/interop/unchanged',
      'test/interop/notify',
      'README.md',
      'README.zh-CN.md',
    ])
      await copy.take(path)
    const line = await copy.replace('client/wechatpay.ts', 'export interface ChangeGoldPlanStatus ', 'export interface Changed ')
    await rm(new URL('contracts/vectors/requests.json', copy.root))
    expect(await staleFiles(copy.root)).toEqual([
      `client/wechatpay.ts:${line}: this is not what npm run generate writes: run it, and commit the file`,
      'contracts/vectors/requests.json:1: this generated file is missing: run npm run generate',
    ])
    // The rest of this test generates all files again, which takes long. It runs only with EVERY.
    if (!EVERY) return
    await writeGenerated(copy.root)
    for (const path of ['client/wechatpay.ts', 'contracts/vectors/requests.json'])
      expect(await readFile(new URL(path, copy.root), 'utf8')).toBe(await readFile(join(PROJECT, path), 'utf8'))
  })

  test('refuses an unknown option with an error of one line', async () => {
    const child = spawn(process.execPath, [join(PROJECT, 'contracts/generate/generate.ts'), '--chek'])
    expect(await text(child.stderr)).toBe("Unknown option '--chek'\n")
  })
})
