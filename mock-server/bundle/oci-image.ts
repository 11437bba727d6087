import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

const execute = promisify(execFile)

/** How the container runs. The names of the fields come from the image specification. */
export interface ImageSettings {
  readonly User: string
  readonly WorkingDir: string
  readonly Env: readonly string[]
  readonly Entrypoint: readonly string[]
  readonly ExposedPorts: Readonly<Record<string, object>>
  readonly Labels: Readonly<Record<string, string>>
}

/** The parts of an image. */
export interface ImageParts {
  readonly settings: ImageSettings
  /** The name that the image gets from `docker load`. */
  readonly reference: string
  /** Folders that become layers, the lowest first. */
  readonly layers: readonly string[]
}

/**
 * Writes an image for linux/amd64 as a tarball in the OCI layout, without a container engine. The same input gives the same bytes, because
 * the entries of each tarball are sorted, belong to root and are dated 1970.
 *
 * Source: https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 *
 * @param work An empty folder for intermediate files.
 * @param output The path of the tarball.
 */
export async function writeImage({ settings, reference, layers }: ImageParts, work: string, output: string): Promise<void> {
  const layout = join(work, 'layout')
  await mkdir(join(layout, 'blobs/sha256'), { recursive: true })
  const packed: Layer[] = []
  for (const [index, folder] of layers.entries()) packed.push(await addLayer(layout, folder, join(work, `${index}.tar`)))
  const config = await addJson(layout, 'config', imageConfig(settings, packed))
  const manifest = await addJson(layout, 'manifest', {
    schemaVersion: 2,
    mediaType: mediaType('manifest'),
    config,
    layers: packed.map(({ descriptor }) => descriptor),
  })
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  await writeFile(join(layout, 'index.json'), JSON.stringify(imageIndex(manifest, reference)))
  await writeFile(join(layout, 'manifest.json'), JSON.stringify([forOldDocker(reference, config, packed)]))
  await tar(layout, output)
}

/** The content of `manifest.json`, which Docker before version 25 reads instead of the OCI layout. `docker save` also writes this file. */
function forOldDocker(reference: string, config: Descriptor, layers: readonly Layer[]) {
  const path = ({ digest }: Descriptor) => `blobs/${digest.replace(':', '/')}`
  return { Config: path(config), RepoTags: [reference], Layers: layers.map(({ descriptor }) => path(descriptor)) }
}

/** Points to a blob. */
interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

interface Layer {
  readonly descriptor: Descriptor
  /** The digest of the layer before compression. */
  readonly diffId: string
}

function imageConfig(config: ImageSettings, layers: readonly Layer[]) {
  return {
    created: '1970-01-01T00:00:00Z',
    architecture: 'amd64',
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  }
}

function imageIndex(manifest: Descriptor, reference: string) {
  const annotations = {
    // Docker reads the first of these two annotations. Other tools read the second.
    'io.containerd.image.name': `docker.io/library/${reference}`,
    'org.opencontainers.image.ref.name': reference.split(':')[1],
  }
  const platform = { architecture: 'amd64', os: 'linux' }
  return { schemaVersion: 2, mediaType: mediaType('index'), manifests: [{ ...manifest, platform, annotations }] }
}

function mediaType(kind: 'config' | 'manifest' | 'index'): string {
  return `application/vnd.oci.image.${kind}.v1+json`
}

async function addLayer(layout: string, folder: string, file: string): Promise<Layer> {
  await tar(folder, file)
  const content = await readFile(file)
  const descriptor = await addBlob(layout, 'application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(content))
  return { descriptor, diffId: digestOf(content) }
}

async function addJson(layout: string, kind: 'config' | 'manifest', value: unknown): Promise<Descriptor> {
  return addBlob(layout, mediaType(kind), Buffer.from(JSON.stringify(value)))
}

async function addBlob(layout: string, type: string, content: Buffer): Promise<Descriptor> {
  const digest = digestOf(content)
  await writeFile(join(layout, 'blobs', digest.replace(':', '/')), content)
  return { mediaType: type, digest, size: content.length }
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** Packs the contents of a folder, without the folder itself and without top-level entries whose names begin with a dot. */
async function tar(folder: string, file: string): Promise<void> {
  const same = ['--format=ustar', '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner']
  await execute('bash', ['-c', 'cd "$0" && exec tar --create "$@" -- *', folder, '--file', file, ...same])
}
