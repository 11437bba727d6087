import { link, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorMessage } from '../../contracts/error-message.ts'
import { readRegularFile } from '../../contracts/read-regular-file.ts'
import { replaceFile } from '../store/replace-file.ts'
import { type CertifiedKey, isLastingAuthority, makeAuthority } from './certificate-authority.ts'

/** The file with the certificate of the CA, for programs that have to trust the CA. */
export const CA_CERTIFICATE = 'ca.pem'
/** The file with the key and the certificate of the CA. They are in one file, so that they always match. */
const CA_PAIR = 'ca_key.pem'

/**
 * Returns the CA of a folder. Makes a new one when the folder has no CA, or its CA expires too soon or can't be read.
 *
 * @param now Milliseconds since 1970.
 * @throws {Error} When the CA can't be kept in the folder.
 */
export async function keepAuthority(folder: string, now: number): Promise<CertifiedKey> {
  try {
    const authority = (await readPair(folder, now)) ?? (await createPair(folder, await makeAuthority(now), now))
    await replaceFile(join(folder, CA_CERTIFICATE), authority.certificate)
    return authority
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    const advice = UNWRITABLE.includes(code) ? '' : `; remove ${CA_PAIR} and ${CA_CERTIFICATE} there`
    throw new Error(`The CA can't be kept in ${folder}: ${errorMessage(cause)}${advice}`, { cause })
  }
}

/** Errors of a disk that is full or read-only. Removing the files of the CA would not help. */
const UNWRITABLE: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS']

async function createPair(folder: string, authority: CertifiedKey, now: number): Promise<CertifiedKey> {
  const path = join(folder, CA_PAIR)
  const own = `${path}.${process.pid}`
  // Unlike a rename, a link fails when the file exists. So a CA that another server has just made is not overwritten.
  const add = () => link(own, path).then(() => authority)
  const addInstead = async () => {
    await rm(path, { force: true })
    return add()
  }
  const orOther = async (error: unknown) => {
    const other = await readPair(folder, now)
    if (other === undefined) throw error
    return other
  }
  try {
    await rm(own, { force: true })
    await writeFile(own, authority.privateKey + authority.certificate, { mode: 0o600, flag: 'wx' })
    return await add().catch(orOther).catch(addInstead).catch(orOther)
  } finally {
    await rm(own, { force: true })
  }
}

/** The most bytes that the file of a CA may have. The files that this server writes have about 1,300. */
const PAIR_BYTES = 65_536

/** Returns the CA of a folder; `undefined` when there is none, when it can't be read, or when it expires too soon. */
async function readPair(folder: string, now: number): Promise<CertifiedKey | undefined> {
  const text = await readRegularFile(join(folder, CA_PAIR), PAIR_BYTES).then(String, () => '')
  const [privateKey, certificate] = text.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n?/g) ?? []
  if (privateKey === undefined || certificate === undefined) return undefined
  return (await isLastingAuthority({ privateKey, certificate }, now)) ? { privateKey, certificate } : undefined
}
