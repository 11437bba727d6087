import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { refuseOtherVersion } from '../../contracts/pact/load-pact.ts'

test.each(['16.5.0', '17.0.1', '18.0.0', '170.1.0'])('Pact %s is refused, and the error says which version is needed', (version) => {
  expect(() => refuseOtherVersion(version)).toThrow(
    `needs version ^17.1.0 of the package @pact-foundation/pact, not ${version} (Pact 版本不符): npm install --save-dev @pact-foundation/pact@17`,
  )
})

test.each(['17.1.0', '17.1.4', '17.10.0', undefined])('Pact %s is accepted', (version) => {
  expect(() => refuseOtherVersion(version)).not.toThrow()
})

test('importing load-pact.ts fails when another version of Pact is installed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pact-version-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const installed = join(folder, 'node_modules', '@pact-foundation', 'pact')
  await mkdir(installed, { recursive: true })
  await writeFile(join(installed, 'package.json'), '{ "version": "16.5.0" }')
  await writeFile(join(installed, 'index.js'), '')
  await cp(join(import.meta.dirname, '../../contracts/pact/load-pact.ts'), join(folder, 'load-pact.ts'))
  await expect(import(join(folder, 'load-pact.ts'))).rejects.toThrow('not 16.5.0')
})
