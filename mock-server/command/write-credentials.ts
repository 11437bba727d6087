import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { errorMessage } from '../../contracts/error-message.ts'
import type { MockCredentials } from '../control/merchant-resource.ts'
import { replaceFile } from '../store/replace-file.ts'

/**
 * Writes the credentials as files that SDKs of any language read. Only this user can read them, and git ignores them.
 *
 * @returns The paths of the files, without `.gitignore`.
 * @throws {Error} When the folder can't be written.
 */
export async function writeCredentials(credentials: MockCredentials, folder: string): Promise<string[]> {
  const files = {
    '.gitignore': '*\n',
    'apiclient_key.pem': credentials.private_key,
    'apiclient_cert.pem': credentials.certificate,
    ...Object.fromEntries(
      credentials.platform_certificates.map(({ serial_no, certificate }) => [`wechatpay_${serial_no}.pem`, certificate]),
    ),
    ...(credentials.platform_public_key && { 'pub_key.pem': credentials.platform_public_key.public_key }),
    'credentials.json': `${JSON.stringify(credentials, null, 2)}\n`,
  }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await Promise.all(Object.entries(files).map(([name, text]) => replaceFile(join(folder, name), text)))
  } catch (cause) {
    const reason = `${errorMessage(cause)}; start it in a folder that this user can write`
    throw new Error(`The credentials can't be written to ${folder}: ${reason}`, { cause })
  }
  return Object.keys(files)
    .filter((name) => name !== '.gitignore')
    .map((name) => join(folder, name))
}
