import { Buffer } from 'node:buffer'
import { developmentKeys } from '../../keys/development-keys.ts'
import { type CertificateEnvelope, sealCertificate } from '../../wire/certificate-envelope.ts'

const DESCRIPTION =
  'Certificates in the form that GET /v3/certificates returns (AEAD_AES_256_GCM; the ciphertext ends with the 16-byte tag). Each vector has an envelope, an APIv3 key ' +
  'and the decrypted certificate, or null when decryption must fail.'

const { platform, nextPlatform, apiV3Key } = developmentKeys

/** The contents of `certificates.json`. */
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
        name: 'a changed tag',
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
