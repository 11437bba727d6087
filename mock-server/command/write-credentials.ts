import { join } from 'node:path'
import { errorMessage } from '../../contracts/error-message.ts'
import type { MockCredentials } from '../control/merchant-resource.ts'
import { replaceFile } from '../store/replace-file.ts'
import { FIRST_CALL } from './first-call.ts'
import { makeFolder } from './make-folder.ts'
import { MARK } from './mark-folder.ts'

/** The files that were written for the user's client. */
export interface CredentialFiles {
  readonly folder: string
  /** The keys, the certificates and `credentials.json`, by their names in the folder. */
  readonly names: readonly string[]
  /** The path of a program that makes a call with these credentials. */
  readonly firstCall: string
  /** The path of the CA's certificate, if the server has a CA that clients must trust. */
  readonly ca?: string
}

const FIRST_CALL_NAME = 'first-call.mjs'

/**
 * Writes the credentials as files that SDKs can read, and a program that makes a first call with them. The files have the mode 600, and git
 * ignores them.
 *
 * @throws {Error} When the folder can't be written.
 */
export async function writeCredentials(credentials: MockCredentials, folder: string): Promise<CredentialFiles> {
  const files = filesOf(credentials)
  try {
    await makeFolder(folder, 0o700)
    const all = { ...MARK, [FIRST_CALL_NAME]: FIRST_CALL, ...files }
    await Promise.all(Object.entries(all).map(([name, text]) => replaceFile(join(folder, name), text)))
  } catch (cause) {
    throw notWritten(folder, cause)
  }
  return { folder, names: Object.keys(files), firstCall: join(folder, FIRST_CALL_NAME) }
}

/** The error for a folder to which the credentials can't be written. */
export function notWritten(folder: string, cause: unknown): Error {
  const advice = 'give another folder with --output-dir, or --output-dir none to keep no files'
  return new Error(`The credentials can't be written to ${folder}: ${errorMessage(cause)}; ${advice}`, { cause })
}

function filesOf(credentials: MockCredentials): Readonly<Record<string, string>> {
  const { private_key, certificate, platform_certificates, platform_public_key } = credentials
  return {
    'apiclient_key.pem': private_key,
    'apiclient_cert.pem': certificate,
    ...(platform_public_key && { 'pub_key.pem': platform_public_key.public_key }),
    'credentials.json': `${JSON.stringify(credentials, null, 2)}\n`,
    ...Object.fromEntries(platform_certificates.map((platform) => [`wechatpay_${platform.serial_no}.pem`, platform.certificate])),
  }
}
