import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeFolder } from '../../../mock-server/command/make-folder.ts'

const folder = await mkdtemp(join(tmpdir(), 'make-folder-'))
afterAll(() => rm(folder, { recursive: true }))

it('two calls at once create a folder and its parents, and a third call accepts the existing folder', async () => {
  const path = join(folder, 'a', 'b', 'c')
  await Promise.all([makeFolder(path, 0o700), makeFolder(path, 0o700)])
  await makeFolder(path)
  expect((await stat(path)).isDirectory()).toBe(true)
})

it.each([
  ['inside a file', join(folder, 'file', 'a', 'b')],
  ['in place of a file', join(folder, 'file')],
])('makeFolder refuses to create a folder %s', async (_, path) => {
  await writeFile(join(folder, 'file'), '')
  await expect(makeFolder(path)).rejects.toMatchObject({
    code: 'EEXIST',
    message: `${join(folder, 'file')} exists and is not a folder`,
  })
})

it.skipIf(!existsSync('/proc/self'))('a folder in /proc, where the system allows none, is refused at once', async () => {
  await expect(makeFolder('/proc/none/a')).rejects.toMatchObject({ syscall: 'mkdir', path: '/proc/none' })
})
