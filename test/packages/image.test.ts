import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect } from 'vitest'
import { developmentKeys } from '../../contracts/index.ts'
import type { MockCredentials } from '../../mock-server/index.ts'
import { send } from '../send.ts'
import { signedRequest } from '../signed-request.ts'
import { packagePath } from './package-path.ts'
import { execute, test, usingServer } from './packages.ts'

const FILE = packagePath('oci.tar')
const WORK = join(import.meta.dirname, '../../.vitest/image')
const LAYOUT = join(WORK, 'layout')
const ROOT = join(WORK, 'root')

beforeAll(async () => {
  await execute('rm', ['-rf', WORK])
  for (const folder of [LAYOUT, ROOT]) await mkdir(folder, { recursive: true })
  await execute('tar', ['--extract', '--file', FILE, '--directory', LAYOUT])
  const { layers } = manifest()
  for (const { digest } of layers)
    await execute('tar', ['--extract', '--gzip', '--file', blob(digest), '--directory', ROOT, '--preserve-permissions'])
}, 60_000)

function blob(digest: string): string {
  return join(LAYOUT, 'blobs', digest.replace(':', '/'))
}

function json(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function manifest() {
  const [{ digest }] = json(join(LAYOUT, 'index.json')).manifests
  return json(blob(digest)) as { readonly config: { readonly digest: string }; readonly layers: readonly { readonly digest: string }[] }
}

function config() {
  return json(blob(manifest().config.digest))
}

function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

describe('the image', () => {
  test('has an OCI layout in which every digest and size is right', () => {
    expect(json(join(LAYOUT, 'oci-layout'))).toEqual({ imageLayoutVersion: '1.0.0' })
    const [descriptor] = json(join(LAYOUT, 'index.json')).manifests
    const descriptors = [descriptor, manifest().config, ...manifest().layers]
    for (const { digest, size } of descriptors) {
      const content = readFileSync(blob(digest))
      expect({ digest: sha256(content), size: content.length }).toEqual({ digest, size })
    }
    expect(readdirSync(join(LAYOUT, 'blobs/sha256')).length).toBe(descriptors.length)
    const unpacked = manifest().layers.map(({ digest }) => sha256(gunzipSync(readFileSync(blob(digest)))))
    expect(config().rootfs).toEqual({ type: 'layers', diff_ids: unpacked })
  })

  test('has a manifest.json for Docker before version 25, with the configuration and layers of the OCI layout', () => {
    const [{ Config, RepoTags, Layers }] = json(join(LAYOUT, 'manifest.json'))
    expect(RepoTags).toEqual(['wechatpay-goldplan-mock:0.1.0'])
    expect([Config, ...Layers].map((path: string) => join(LAYOUT, path))).toEqual(
      [manifest().config, ...manifest().layers].map(({ digest }) => blob(digest)),
    )
  })

  test.for(['oci-archive', 'docker-archive'])('can be read by skopeo as %s', async (form, { skip }) => {
    if (spawnSync('skopeo', ['--version']).error) skip('skopeo is missing')
    const { stdout } = await execute('skopeo', ['inspect', `${form}:${FILE}`])
    expect(JSON.parse(stdout)).toMatchObject({ Os: 'linux', Architecture: 'amd64', Layers: [expect.any(String), expect.any(String)] })
  })

  test('is loaded and started by podman', { timeout: 300_000 }, async ({ folder, skip }) => {
    if (spawnSync('podman', ['--version']).error) skip('podman is missing')
    const storage = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs']
    const loaded = await execute('podman', [...storage, 'load', '--input', FILE])
    expect(loaded.stdout).toContain('wechatpay-goldplan-mock:0.1.0')
    const started = spawnSync('podman', [...storage, 'run', '--rm', '--network', 'none', 'wechatpay-goldplan-mock:0.1.0', '--version'])
    // podman ends with these codes when podman itself fails, for example in a container that may not start another container.
    if (started.status === 125 || started.status === 126) skip(`podman can't start a container here: ${started.stderr}`)
    expect(String(started.stdout)).toBe('0.1.0\n')
  })

  test('is configured to run the command as an unprivileged user, and to listen on port 8920 of all addresses', () => {
    expect(config()).toMatchObject({
      os: 'linux',
      architecture: 'amd64',
      config: {
        User: '65532:65532',
        Env: expect.arrayContaining(['GOLDPLAN_MOCK_HOST=0.0.0.0']),
        Entrypoint: ['/usr/bin/wechatpay-goldplan-mock'],
        ExposedPorts: { '8920/tcp': {} },
      },
    })
  })

  test('has only files and folders of root, dated 1970, and lets other users write only to the folders tmp and data', async () => {
    for (const { digest } of manifest().layers) {
      const { stdout } = await execute('tar', ['--list', '--verbose', '--numeric-owner', '--full-time', '--utc', '--file', blob(digest)])
      const lines = stdout.trim().split('\n')
      expect(lines.filter((line) => !/^\S+ 0\/0 +\d+ 1970-01-01 00:00:00 /.test(line))).toEqual([])
      const open = lines.filter((line) => line[8] === 'w').map((line) => line.split(' ').at(-1))
      expect(open.filter((name) => !['tmp/', 'data/'].includes(name ?? ''))).toEqual([])
    }
  })

  test('contains exactly the private keys that are published with the project', () => {
    const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
    const published = [merchant, platform, nextPlatform, platformPublicKey].map(({ privateKey }) => idOf(privateKey))
    const keys = manifest().layers.flatMap(({ digest }) => keysIn(gunzipSync(readFileSync(blob(digest)))))
    expect(new Set(keys)).toEqual(new Set(published))
  })

  test('starts as the unprivileged user with only the files of the image, and answers a signed request', async ({ folder, skip }) => {
    if (process.getuid?.() !== 0) skip('only root can start a program with another root folder')
    const environment = Object.fromEntries(config().config.Env.map((line: string) => line.split('=')))
    const isolated = ['/usr/bin/unshare', `--root=${ROOT}`, '--wd=/data', '--setuid=65532', '--setgid=65532', ...config().config.Entrypoint]
    const running = { cwd: folder, env: { ...environment, GOLDPLAN_MOCK_PORT: '0', GOLDPLAN_MOCK_CONTROL_TOKEN: 'secret' } }
    await usingServer<MockCredentials>([...isolated, '--json'], running, async (credentials) => {
      const { status, body } = await send(credentials.base_url, await signedRequest(credentials))
      expect({ status, body }).toEqual({ status: 200, body: '{"sub_mchid":"1900000109"}' })
      const [program = '', ...args] = [...isolated, 'health', '--url', credentials.base_url]
      expect((await execute(program, args, running)).stdout).toBe('ok\n')
    })
  })
})

/**
 * Returns the private keys in PEM that these bytes contain. The bytes may be code. In code, a line feed may be written as `\n`, and a PEM
 * header may have no key.
 */
function keysIn(content: Buffer): string[] {
  const blocks = content.toString('latin1').match(/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\w+/=\s\\]{64,}-----END \1-----/g) ?? []
  return blocks.map((block) => idOf(block.replaceAll('\\n', '\n')))
}

/** Returns the same text for a private key, however its PEM is written. */
function idOf(pem: string): string {
  return createPrivateKey(pem).export({ format: 'pem', type: 'pkcs8' }).toString()
}
