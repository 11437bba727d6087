import { errorMessage } from '../../contracts/error-message.ts'
import { assertKeyPair, certificateSerial, importPublicKey } from '../../contracts/index.ts'
import type { CertificateRecord, Tenant } from '../store/records.ts'
import { WrongState } from '../store/wrong-state.ts'
import { REPLACED_LIMIT } from './certificate.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'

/**
 * Checks the certificates of a stored tenant: their number, serial numbers, keys and statuses.
 *
 * @param path The path of the tenant in the state, for error messages.
 * @throws {WrongState} For the first mistake.
 */
export async function checkCertificates({ certificates, issued }: Tenant, path: string): Promise<void> {
  const limit = REPLACED_LIMIT + 1
  if (certificates.length > limit)
    throw new WrongState(`${path}.certificates: must have at most ${limit} items; got ${certificates.length}`)
  if (issued < certificates.length) throw new WrongState(`${path}.issued: must be ${certificates.length} or more; got ${issued}`)
  for (const [index, record] of certificates.entries())
    await checkCertificate(record, index < certificates.length - 1, `${path}.certificates.${index}`)
  const duplicate = indexOfDuplicate(certificates.map(({ serial_no }) => serial_no))
  if (duplicate >= 0) throw new WrongState(`${path}.certificates.${duplicate}.serial_no: must occur only once`)
}

async function checkCertificate(record: CertificateRecord, isOld: boolean, path: string): Promise<void> {
  const { serial_no, certificate, private_key, status } = record
  const serial = await reading(`${path}.certificate`, async () => {
    await importPublicKey(certificate, 'certificate')
    return certificateSerial(certificate)
  })
  if (serial_no !== serial) throw new WrongState(`${path}.serial_no: must be ${serial}; got ${JSON.stringify(serial_no)}`)
  // In a state file, the private key is empty if the user provided it.
  if (private_key !== '') await reading(`${path}.private_key`, async () => assertKeyPair(private_key, certificate))
  if (isOld !== (status === 'replaced')) {
    const wanted = isOld
      ? 'replaced, because a newer certificate follows'
      : 'valid, expired or revoked, because no newer certificate follows'
    throw new WrongState(`${path}.status: must be ${wanted}; got ${JSON.stringify(status)}`)
  }
}

/** Calls `read`. If it throws, throws a {@link WrongState} whose message starts with the path. */
async function reading<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    throw new WrongState(`${path}: ${errorMessage(cause)}`, { cause })
  }
}
