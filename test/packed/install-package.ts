import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * The paths of the package's tarball and of two projects in which it is installed. `folder` also has the packages that the tests use.
     * `bare` has no other packages.
     */
    packed: { readonly tarball: string; readonly folder: string; readonly bare: string }
    /**
     * `paths` maps the numbers of Node versions to the paths of their programs. If npm can't install these versions, `paths` is empty,
     * and `missing` says why.
     */
    nodes: { readonly paths: Readonly<Record<string, string>>; readonly missing: string }
  }
}

const execute = promisify(execFile)

/** Packs the package and installs it from the tarball, as a user does. Also installs the Node versions on which the tests run the package. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'packed-'))
  const remove = () => rm(root, { recursive: true, force: true })
  const [folder, bare, nodes] = ['project', 'bare', 'nodes'].map((name) => join(root, name)) as [string, string, string]
  try {
    const tarball = await pack(root)
    await install(folder, tarball, ...BESIDE)
    await install(bare, tarball)
    project.provide('packed', { tarball, folder, bare })
    project.provide('nodes', await installNodes(nodes))
  } catch (error) {
    await remove()
    throw error
  }
  return remove
}

/** The packages that are installed beside the package in `folder`. */
const BESIDE = [
  'typescript@6.0',
  '@types/node@24',
  'vitest@5',
  'supertest@7',
  'wechatpay-axios-plugin@0.9',
  '@pact-foundation/pact@17.1',
  '@redis/client@6',
  // Pact's types need these types, but Pact's package does not depend on them.
  '@types/express@5',
]

async function pack(folder: string): Promise<string> {
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(import.meta.dirname, '../..') })
  return join(folder, stdout.trim().split('\n').at(-1) ?? '')
}

async function install(folder: string, ...packages: string[]): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', scarfSettings: { enabled: false }, allowScripts: {} }))
  await execute('npm', ['install', '--loglevel=error', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], { cwd: folder })
}

/** Three Node versions: the oldest that the whole package supports, a newer one, and the oldest that the package's client supports. */
const NODES = ['22.12', '26', '20']

/** Installs versions of Node from npm, which has a package of Node for each platform. */
async function installNodes(folder: string) {
  const packages = NODES.map((version) => `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`)
  try {
    await install(folder, ...packages)
  } catch (error) {
    const [reason] = String((error as { stderr?: string }).stderr ?? error).split('\n')
    return { paths: {}, missing: `npm cannot install other versions of Node: ${reason}` }
  }
  const paths = NODES.map((version) => [version, join(folder, 'node_modules', `node-${version}`, 'bin/node')])
  return { paths: Object.fromEntries(paths), missing: '' }
}
