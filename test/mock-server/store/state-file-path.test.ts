import { lstat, mkdir, readdir, readFile, readlink, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { test } from './state-folder.ts'

describe('a symbolic link to a state file', () => {
  test('is followed: the target gets the state, and the link stays', async ({ folder, stateFile }) => {
    await mkdir(join(folder, 'data'))
    await (await createMockServer({ stateFile })).close()
    await rename(stateFile, join(folder, 'data', 'target.json'))
    await symlink(join('data', 'target.json'), stateFile)
    await using mock = await createMockServer({ stateFile })
    await mock.control.createMerchant({ mchid: '7' })
    await mock.close()
    expect((await lstat(stateFile)).isSymbolicLink()).toBe(true)
    expect(await readlink(stateFile)).toBe(join('data', 'target.json'))
    expect(await readFile(join(folder, 'data', 'target.json'), 'utf8')).toContain('"mchid":"7"')
    expect([await readdir(folder), await readdir(join(folder, 'data'))]).toEqual([['data', 'state.json'], ['target.json']])
  })

  test('counts as the same file as its target, so a second server refuses it', async ({ folder, stateFile }) => {
    await using mock = await createMockServer({ stateFile })
    await symlink(stateFile, join(folder, 'link.json'))
    await expect(createMockServer({ stateFile: join(folder, 'link.json') })).rejects.toThrow(`is in use by process ${process.pid}`)
    await mock.close()
  })

  test.for<[string, string, RegExp]>([
    ['to a file that does not exist', 'none.json', /: it is a symbolic link to none\.json, which does not exist$/],
    ['to a folder that does not exist', 'none/state.json', /: it is a symbolic link to none\/state\.json, which does not exist$/],
    ['to itself', 'state.json', /: its path has too many symbolic links, or one that leads back to itself$/],
    ['to a folder', '.', /: it is a folder$/],
  ])('is refused, and the error says why: %s', async ([, target, message], { folder, stateFile }) => {
    await symlink(target, stateFile)
    await expect(createMockServer({ stateFile })).rejects.toThrow(message)
    expect(await readdir(folder)).toEqual(['state.json'])
    expect(await readlink(stateFile)).toBe(target)
  })
})

describe('a state file', () => {
  test.for<[string, string, RegExp]>([
    ['in a folder that does not exist', 'none/state.json', /none\/state\.json can't be used, .*: there is no folder .*none$/],
    ['below a file', 'file/state.json', /: a part of its path is not a folder$/],
    ['that is a folder', '.', /: it is a folder$/],
    ['with a name that is too long', 'x'.repeat(300), /: its path or a name in it is too long$/],
  ])('is refused, and the error says why: %s', async ([, name, message], { folder }) => {
    await writeFile(join(folder, 'file'), '')
    await expect(createMockServer({ stateFile: join(folder, name) })).rejects.toThrow(message)
    expect(await readdir(folder)).toEqual(['file'])
  })

  test('is refused, and the error says why: in a folder that is a link to itself', async ({ folder }) => {
    await symlink('loop', join(folder, 'loop'))
    await expect(createMockServer({ stateFile: join(folder, 'loop', 'state.json') })).rejects.toThrow(
      /: its path has too many symbolic links, or one that leads back to itself$/,
    )
  })

  test.runIf(process.platform !== 'win32')('is refused, and the error says why: that is a device, not a regular file', async () => {
    await expect(createMockServer({ stateFile: '/dev/zero' })).rejects.toThrow(/: it is not a regular file$/)
  })
})
