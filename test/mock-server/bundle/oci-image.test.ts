import { chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeImage } from '../../../mock-server/bundle/oci-image.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-'))
})

afterAll(() => rm(folder, { recursive: true }))

/** Writes the files in the given order, sets their modification times to `time`, and returns an image that contains them. */
async function imageOf(name: string, files: readonly string[], time: number): Promise<Buffer> {
  const layer = join(folder, name, 'layer')
  await mkdir(layer, { recursive: true })
  for (const file of files) {
    await writeFile(join(layer, file), `content of ${file}`)
    await chmod(join(layer, file), 0o644)
    await utimes(join(layer, file), time, time)
  }
  const settings = { User: '1:1', WorkingDir: '/', Env: [], Entrypoint: ['/a'], ExposedPorts: {}, Labels: {} }
  const output = join(folder, `${name}.tar`)
  await writeImage({ settings, reference: 'image:1', layers: [layer] }, join(folder, name, 'work'), output)
  return readFile(output)
}

// writeImage needs GNU tar.
it.runIf(process.platform === 'linux')(
  'an image depends on its files, but not on the time or the order in which the files were written',
  async () => {
    const image = await imageOf('one', ['a', 'b'], 1_000)
    expect(image.equals(await imageOf('other', ['b', 'a'], 2_000_000))).toBe(true)
    expect(image.equals(await imageOf('third', ['b'], 1_000))).toBe(false)
  },
)
