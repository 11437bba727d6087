import { type components, merchantConditions } from '../../contracts/control/index.ts'
import { developmentKeys } from '../../contracts/index.ts'
import type { Api } from '../openapi/index.ts'
import type { Conditions, Tenant } from '../store/records.ts'
import { currentCertificate } from '../tenant/certificates.ts'
import { type PlatformKeys, validSerials, verificationOf } from '../tenant/platform.ts'

/** What a client needs to call the server. */
export type MockCredentials = components['schemas']['Credentials']

export interface Shown {
  readonly api: Api
  readonly platformKeys: PlatformKeys
  /** The base URL of the server. */
  readonly url: () => string
  /** The `base_url` to return instead of the server's own address. */
  readonly publicUrl: string | undefined
  /** Returns the ports besides the HTTP port; `undefined` when there are none. */
  readonly doors: () => OpenDoors | undefined
}

/** The ports on which the server listens besides its HTTP port, and the CA certificate for TLS. */
export interface OpenDoors {
  readonly tlsPort: number
  /** `undefined` when the server is not a proxy. */
  readonly socksPort: number | undefined
  /** The certificate of the CA that clients have to trust, in PEM. */
  readonly caCertificate: string
}

/** The credentials of a tenant. */
export function credentialsOf(tenant: Tenant, { api, platformKeys, url, publicUrl, doors }: Shown): MockCredentials {
  const { serial_no, private_key, certificate } = currentCertificate(tenant)
  const { publicKey } = platformKeys
  return {
    base_url: publicUrl ?? url(),
    mchid: tenant.mchid,
    serial_no,
    private_key,
    certificate,
    apiv3_key: developmentKeys.apiV3Key,
    platform_certificates: validSerials(tenant.platform).map((serial) => ({
      serial_no: serial,
      certificate: platformKeys.certificates.get(serial)?.certificate ?? '',
    })),
    platform_public_key: tenant.platform.public_key ? { id: publicKey.serial, public_key: publicKey.publicKey } : null,
    sub_mchids: [...tenant.sub_mchids],
    test_sub_merchants: testSubMerchants(tenant, api),
    doors: doorsOf(doors(), url()),
  }
}

/** The proxy and the TLS port as the control API shows them. The proxy listens on the server's own port. */
function doorsOf(doors: OpenDoors | undefined, url: string): MockCredentials['doors'] {
  if (!doors) return null
  const { tlsPort, socksPort, caCertificate } = doors
  return {
    proxy_url: socksPort === undefined ? null : url,
    tls_port: tlsPort,
    socks_port: socksPort ?? null,
    ca_certificate: caCertificate,
  }
}

/** The test sub-merchants. A test sub-merchant is left out if one of the tenant's sub-merchants has the same ID. */
function testSubMerchants({ sub_mchids }: Tenant, { operations }: Api): MockCredentials['test_sub_merchants'] {
  return operations.flatMap(({ id, testSubMerchants }) =>
    [...testSubMerchants]
      .filter(([sub_mchid]) => !sub_mchids.includes(sub_mchid))
      .map(([sub_mchid, example]) => ({ sub_mchid, operation: id, example })),
  )
}

/** A tenant as the control API shows it. */
export function merchantResource(tenant: Tenant, shown: Shown): components['schemas']['Merchant'] {
  return {
    ...credentialsOf(tenant, shown),
    ...conditionsOf(tenant),
    verification: verificationOf(tenant.platform),
    permanent: tenant.permanent,
  }
}

/** The fields of a tenant that PATCH can change. */
export function conditionsOf(tenant: Tenant): Conditions {
  return Object.fromEntries(merchantConditions.map((name) => [name, tenant[name]])) as Conditions
}
