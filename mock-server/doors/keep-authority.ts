import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CertifiedKey, isLastingAuthority, makeAuthority } from './certificate-authority.ts'

/** The certificate of the CA, for programs that have to trust it. */
export const CA_CERTIFICATE = 'ca.pem'
/** The CA with its key in one file, so that the two always belong together. It never leaves the folder. */
const CA_PAIR = 'ca_key.pem'

/**
 * Returns the CA of a folder, and makes one when the folder has none or an old one. Only this user can read its key.
 *
 * @param now Milliseconds since 1970.
 * @throws {Error} When the folder can't be written.
 */
export async function keepAuthority(folder: string, now: number): Promise<CertifiedKey> {
  const kept = await readPair(folder)
  const authority = kept && isLastingAuthority(kept, now) ? kept : await createPair(folder, await makeAuthority(now), kept !== undefined)
  await writeFile(join(folder, CA_CERTIFICATE), authority.certificate)
  return authority
}

/** @param isReplaced Whether the file of an old CA is there. */
async function createPair(folder: string, authority: CertifiedKey, isReplaced: boolean): Promise<CertifiedKey> {
  const path = join(folder, CA_PAIR)
  const own = `${path}.${process.pid}`
  await rm(own, { force: true })
  await writeFile(own, authority.privateKey + authority.certificate, { mode: 0o600, flag: 'wx' })
  try {
    if (isReplaced) await rm(path, { force: true })
    // Unlike a rename, this fails when another server has just made the CA of this folder.
    await link(own, path)
    return authority
  } catch (error) {
    return (await readPair(folder)) ?? Promise.reject(error)
  } finally {
    await rm(own, { force: true })
  }
}

async function readPair(folder: string): Promise<CertifiedKey | undefined> {
  const text = await readFile(join(folder, CA_PAIR), 'utf8').catch(() => '')
  const [privateKey, certificate] = text.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n?/g) ?? []
  return privateKey !== undefined && certificate !== undefined ? { privateKey, certificate } : undefined
}
