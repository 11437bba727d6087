// Writes the folder dist-packages: the npm tarball, an executable for each platform, a container image, licences and checksums.
// Runs only on Linux with an x64 processor.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { buildExecutable } from './mock-server/bundle/build-executable.ts'
import { bundleCommand } from './mock-server/bundle/bundle-entries.ts'
import { installNodes, NODE_VERSION, type NodeBinary, PLATFORMS, type Platform } from './mock-server/bundle/node-binaries.ts'
import { writeImage } from './mock-server/bundle/oci-image.ts'
import { DATA_FOLDER, IMAGE_COMMAND, USER, writeRootFileSystem } from './mock-server/bundle/root-file-system.ts'
import { thirdPartyLicences } from './mock-server/bundle/third-party-licences.ts'
import manifest from './package.json' with { type: 'json' }

const FOLDER = 'dist-packages'
const NAME = `${manifest.name}-${manifest.version}`
const LICENCES = 'THIRD-PARTY-LICENSES.txt'
const BUILDER: Platform = 'linux-x64'
const execute = promisify(execFile)

if (`${process.platform}-${process.arch}` !== BUILDER)
  throw new Error(`npm run package runs on ${BUILDER}; this is ${process.platform}-${process.arch}`)
// The umask is fixed, so that the files of the image have the same modes on every computer that makes the image.
process.umask(0o022)
const work = await mkdtemp(join(tmpdir(), 'package-'))
try {
  await writePackages(join(work, FOLDER))
  await rm(FOLDER, { recursive: true, force: true })
  await execute('mv', [join(work, FOLDER), FOLDER])
} finally {
  await rm(work, { recursive: true, force: true })
}

async function writePackages(output: string): Promise<void> {
  await mkdir(output)
  await execute('npm', ['pack', '--pack-destination', output])
  const nodes = await installNodes(join(work, 'nodes'))
  await writeExecutables(output, nodes)
  await writeContainer(output)
  await writeFile(join(output, 'SHA256SUMS'), await sumsOf(output))
}

async function writeExecutables(output: string, nodes: Readonly<Record<Platform, NodeBinary>>): Promise<void> {
  const main = join(work, 'main.mjs')
  const metafile = await bundleCommand(main, NODE_VERSION)
  const licences = [await readFile(nodes[BUILDER].licence, 'utf8'), await thirdPartyLicences(metafile)]
  await writeFile(join(output, LICENCES), licences.join(`\n${'='.repeat(80)}\n\n`))
  for (const platform of PLATFORMS) {
    const file = join(output, `${NAME}-${platform}${platform.startsWith('win') ? '.exe' : ''}`)
    const parts = {
      main,
      contracts: resolve('dist/contracts'),
      console: resolve('dist/console'),
      node: nodes[platform].program,
      builder: nodes[BUILDER].program,
    }
    await buildExecutable(parts, join(work, `${platform}.json`), file)
  }
}

/** Writes the image in two layers: one has the system's files, which rarely change, and the other has the command. */
async function writeContainer(output: string): Promise<void> {
  const [system, command] = [join(work, 'system'), join(work, 'command')]
  const executable = join(output, `${NAME}-${BUILDER}`)
  await writeRootFileSystem(system, executable)
  await cp(executable, join(command, IMAGE_COMMAND))
  await cp(join(output, LICENCES), join(command, 'usr/share/doc', manifest.name, LICENCES))
  const settings = {
    User: USER,
    WorkingDir: DATA_FOLDER,
    // The host is set by a variable instead of an argument, so that `docker run IMAGE explain` works too.
    Env: ['GOLDPLAN_MOCK_HOST=0.0.0.0', `HOME=${DATA_FOLDER}`],
    Entrypoint: [IMAGE_COMMAND],
    ExposedPorts: { '8920/tcp': {} },
    Labels: {
      'org.opencontainers.image.title': manifest.name,
      'org.opencontainers.image.version': manifest.version,
      'org.opencontainers.image.licenses': manifest.license,
    },
  }
  const reference = `${manifest.name}:${manifest.version}`
  await writeImage({ settings, reference, layers: [system, command] }, join(work, 'image'), join(output, `${NAME}-oci.tar`))
}

/** Returns the checksums of the files in a folder, in the form that `sha256sum --check` reads. */
async function sumsOf(folder: string): Promise<string> {
  const files = (await readdir(folder)).toSorted()
  const lines = files.map(
    async (file) =>
      `${createHash('sha256')
        .update(await readFile(join(folder, file)))
        .digest('hex')}  ${file}\n`,
  )
  return (await Promise.all(lines)).join('')
}
