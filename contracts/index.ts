export { ApiError, type Filling } from './api-error.ts'
export {
  type Control,
  ControlRefusal,
  controlOver,
  createControl,
  type Fault,
  type FaultChoice,
  type JournalEntry,
  type MerchantControl,
  type Migration,
  type Notification,
  type NotificationChoice,
  type SendControl,
  type Snapshot,
  type SubMerchantRecord,
} from './control/index.ts'
export { type Circumstances, type Diagnosis, KEY_LIMIT, type KnownKey } from './diagnosis/circumstances.ts'
export { diagnose } from './diagnosis/diagnose.ts'
export { diagnoseField } from './diagnosis/diagnose-field.ts'
export { diagnoseNotification, diagnoseResponse } from './diagnosis/diagnose-response.ts'
export type { FieldCircumstances, FieldKey } from './diagnosis/field/field-circumstances.ts'
export type {
  NamedKey,
  ReceivedCheck,
  ReceivedCircumstances,
  ReceivedDiagnosis,
  ReceivedMessage,
} from './diagnosis/received/received-message.ts'
export { type LengthFault, restOfBody } from './diagnosis/rest-of-body.ts'
export { diagnoseUnknownPath } from './diagnosis/unknown-path.ts'
export { documents, operationFiles } from './documents.ts'
export { findOperation, type NamedOperation, namesOf } from './find-operation.ts'
export { DEVELOPMENT_SERIAL_PREFIX, type DevelopmentKeyPair, developmentKeys } from './keys/development-keys.ts'
export { isDevelopmentKey } from './keys/is-development-key.ts'
export type { ErrorCode, ErrorExample, OperationId, operations, paths } from './operations.d.ts'
export { diagnoseHeaders } from './refused-headers.ts'
export { vectors } from './vectors/golden-vectors.ts'
export { type Credentials, formatAuthorization, parseAuthorization, SCHEME } from './wire/authorization.ts'
export { assertKeyPair, certificateCommonName, certificateSerial, certificateValidity } from './wire/certificate.ts'
export { type CertificateEnvelope, openCertificate, sealCertificate } from './wire/certificate-envelope.ts'
export { CLOCK_TOLERANCE_SECONDS, isFresh } from './wire/clock-tolerance.ts'
export { decryptField, encryptField, FIELD_BYTES_LIMIT, isFieldCiphertext } from './wire/encrypted-field.ts'
export { decryptResource, type EncryptedResource, encryptResource, type ResourceSealing } from './wire/encrypted-resource.ts'
export { assertApiV3Key } from './wire/key-material/apiv3-key.ts'
export { shownInError } from './wire/key-material/describe-key.ts'
export { randomNonce } from './wire/nonce.ts'
export {
  assertCertificatePem,
  assertPrivateKeyPem,
  assertPublicKeyPem,
  certificatePem,
  type KeyMaterial,
  privateKeyPem,
  publicKeyPem,
} from './wire/pem.ts'
export { formatResponseHeaders, missingResponseHeaders, type ResponseSignature, readResponseHeaders } from './wire/response-headers.ts'
export { importPrivateKey, importPublicKey } from './wire/rsa-key.ts'
export { sign, verify } from './wire/signature.ts'
export { type RequestMessageParts, type ResponseMessageParts, requestMessage, responseMessage } from './wire/signature-message.ts'
export { signedBody } from './wire/signed-body.ts'
export { type RequestSigner, type ResponseSigner, signRequest, signResponse, type UnsignedRequest } from './wire/signed-headers.ts'
export {
  type Found,
  type ReceivedRequest,
  type Registry,
  type SignedParts,
  type Verified,
  verifyCredentials,
  verifyRequest,
} from './wire/verify-request.ts'
export {
  type PlatformKeys,
  type ReceivedResponse,
  type ResponseCheck,
  ResponseVerificationError,
  verifyResponse,
} from './wire/verify-response.ts'
