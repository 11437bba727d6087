import { assertKeyPair, certificateSerial, importPublicKey } from '../../contracts/index.ts'
import { broken } from '../store/read-state-file.ts'
import type { CertificateRecord, Tenant } from '../store/records.ts'
import { REPLACED_LIMIT } from './certificate.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'

/**
 * Checks the certificates of a tenant in a state file: how many there are, that each can be read and matches its serial number and its key, and
 * that every certificate except the last has the status `replaced`.
 *
 * @param path The place of the tenant in the file.
 * @throws {Error} For the first mistake.
 */
export async function checkCertificates({ certificates, issued }: Tenant, path: string, file: string): Promise<void> {
  const limit = REPLACED_LIMIT + 1
  if (certificates.length > limit) throw broken(file, `${path}.certificates: must have at most ${limit} items; got ${certificates.length}`)
  if (issued < certificates.length) throw broken(file, `${path}.issued: must be ${certificates.length} or more; got ${issued}`)
  for (const [index, record] of certificates.entries())
    await checkCertificate(record, index < certificates.length - 1, `${path}.certificates.${index}`, file)
  const duplicate = indexOfDuplicate(certificates.map(({ serial_no }) => serial_no))
  if (duplicate >= 0) throw broken(file, `${path}.certificates.${duplicate}.serial_no: must occur only once`)
}

async function checkCertificate(record: CertificateRecord, isOld: boolean, path: string, file: string): Promise<void> {
  const { serial_no, certificate, private_key, status } = record
  const serial = await reading(`${path}.certificate`, file, async () => {
    await importPublicKey(certificate, 'certificate')
    return certificateSerial(certificate)
  })
  if (serial_no !== serial) throw broken(file, `${path}.serial_no: must be ${serial}; got ${JSON.stringify(serial_no)}`)
  // A user's own key is not in the file.
  if (private_key !== '') await reading(`${path}.private_key`, file, async () => assertKeyPair(private_key, certificate))
  if (isOld !== (status === 'replaced')) {
    const wanted = isOld
      ? 'replaced, because a newer certificate follows'
      : 'valid, expired or revoked, because no newer certificate follows'
    throw broken(file, `${path}.status: must be ${wanted}; got ${JSON.stringify(status)}`)
  }
}

/** Adds the place in the file to the error when something can't be read. */
async function reading<Result>(path: string, file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    throw broken(file, `${path}: ${cause instanceof Error ? cause.message : cause}`, cause)
  }
}
