import { Buffer } from 'node:buffer'
import { developmentKeys } from '../../keys/development-keys.ts'
import { type CertificateEnvelope, sealCertificate } from '../../wire/certificate-envelope.ts'

const DESCRIPTION =
  'Certificates as GET /v3/certificates gives them (AEAD_AES_256_GCM: the ciphertext ends with the tag of 16 bytes): envelope and APIv3 key, and the certificate in it; ' +
  'null where the envelope must not open.'

const { platform, nextPlatform, apiV3Key } = developmentKeys

/** The vectors of certificates, as they are in `certificates.json`. */
export async function certificateVectors(): Promise<unknown> {
  const envelope = await sealCertificate(platform.certificate, apiV3Key, '61f9c719728a')
  const next = await sealCertificate(nextPlatform.certificate, apiV3Key, '0123456789ab')
  return {
    description: DESCRIPTION,
    certificates: [
      { name: 'the platform certificate', api_v3_key: apiV3Key, envelope, certificate: platform.certificate },
      { name: 'the next platform certificate', api_v3_key: apiV3Key, envelope: next, certificate: nextPlatform.certificate },
      { name: 'another APIv3 key', api_v3_key: apiV3Key.toUpperCase(), envelope, certificate: null },
      {
        name: 'a tag that was changed',
        api_v3_key: apiV3Key,
        envelope: { ...envelope, ciphertext: changedAtEnd(envelope) },
        certificate: null,
      },
      { name: 'another nonce', api_v3_key: apiV3Key, envelope: { ...envelope, nonce: next.nonce }, certificate: null },
      { name: 'other associated data', api_v3_key: apiV3Key, envelope: { ...envelope, associated_data: 'transaction' }, certificate: null },
    ],
  }
}

function changedAtEnd({ ciphertext }: CertificateEnvelope): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  bytes[bytes.length - 1] = Number(bytes.at(-1)) ^ 1
  return bytes.toString('base64')
}
