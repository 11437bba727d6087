import * as z from 'zod'
import { createControl } from '../../contracts/control/index.ts'
import type { MockCredentials } from '../control/merchant-resource.ts'

/** How long the server may take to answer, in milliseconds. */
const PATIENCE = 10_000

/**
 * Checks the credentials that a server sends. Only the fields that the commands use are checked. The serial number of a platform
 * certificate becomes part of a file's name, so it may contain only hexadecimal digits.
 */
const CREDENTIALS = z.looseObject({
  base_url: z.url(),
  mchid: z.string(),
  serial_no: z.string(),
  private_key: z.string(),
  certificate: z.string(),
  apiv3_key: z.string(),
  platform_certificates: z.array(z.looseObject({ serial_no: z.string().regex(/^[\dA-F]+$/i), certificate: z.string() })),
  platform_public_key: z.looseObject({ id: z.string(), public_key: z.string() }).nullable(),
  sub_mchids: z.array(z.string()),
  doors: z
    .looseObject({
      proxy_url: z.url().nullable(),
      tls_port: z.number().nullable(),
      socks_port: z.number().nullable(),
      ca_certificate: z.string().nullable(),
    })
    .nullable(),
})

/**
 * Asks a running server for the credentials of its first merchant.
 *
 * @param token The control token; needed for a server on another machine.
 * @throws {Error} When the server does not answer in time, refuses the request, or is not a mock server.
 */
export async function serverCredentials(url: string, token: string | undefined): Promise<MockCredentials> {
  const credentials = await createControl(url, { timeout: PATIENCE, ...(token !== undefined && { token }) }).credentials()
  if (!CREDENTIALS.safeParse(credentials).success)
    throw new Error(`GET ${new URL('/__mock/credentials', url)} was not answered by a mock server`)
  return credentials
}
