import { spawnSync } from 'node:child_process'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyFolder } from '../../empty-folder.ts'
import { sampleOf } from '../../every.ts'

const SCRIPT = join(import.meta.dirname, '../../../contracts/keys/issue-development-keys.ts')
const SHIPPED = join(SCRIPT, '..')

function issueIn(folder: string) {
  return spawnSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' })
}

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

describe('the script that issues the development keys', () => {
  it('creates every pair that is missing, and keeps every file that exists', () => {
    const folder = emptyFolder()
    expect(issueIn(folder).status).toBe(0)
    const files = filesIn(folder)
    expect(Object.keys(files)).toEqual(readdirSync(SHIPPED).filter((name) => /\.(pem|txt)$/.test(name)))
    for (const owner of ['merchant', 'platform', 'next_platform']) {
      const { publicKey } = new X509Certificate(files[`${owner}_cert.pem`] ?? '')
      expect(createPublicKey(files[`${owner}_key.pem`] ?? '').equals(publicKey)).toBe(true)
    }
    expect(issueIn(folder).status).toBe(0)
    expect(filesIn(folder)).toEqual(files)
  })

  it.each(sampleOf(['merchant_key.pem', 'merchant_cert.pem', 'public_key.pem', 'public_key_private.pem'], 2))(
    'changes nothing and names the missing file when one half of a pair is missing: %s',
    (name) => {
      const folder = emptyFolder()
      for (const shipped of readdirSync(SHIPPED).filter((file) => /\.(pem|txt)$/.test(file)))
        if (shipped !== name) writeFileSync(join(folder, shipped), 'kept')
      const files = filesIn(folder)
      const { status, stderr } = issueIn(folder)
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(`${name} is missing, but`) })
      expect(filesIn(folder)).toEqual(files)
    },
  )

  it('leaves no half of a pair when the other half cannot be written', () => {
    const folder = emptyFolder()
    // A link to nowhere counts as a missing file, but no file can be created in its place.
    symlinkSync(join(folder, 'none', 'cert.pem'), join(folder, 'merchant_cert.pem'))
    expect(issueIn(folder).status).toBe(1)
    expect(readdirSync(folder)).not.toContain('merchant_key.pem')
  })
})
