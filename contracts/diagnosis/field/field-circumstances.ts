/** A key that may decrypt a field. */
export interface FieldKey {
  /** The serial number of its certificate, or the ID of the WeChat Pay public key. */
  readonly serial: string
  readonly owner: 'platform' | 'merchant'
  /** `unavailable`: a key of the platform that the requesting merchant does not have. The merchant's own keys are `valid`. */
  readonly status: 'valid' | 'expired' | 'unavailable'
  /** PKCS#8 in PEM; empty when it is not known. */
  readonly privateKey: string
}

/** What a diagnosis knows besides the field. */
export interface FieldCircumstances {
  /** The request's `Wechatpay-Serial`; empty when the header is missing. */
  readonly serial: string
  /** The keys of the platform and the merchant. The key that `serial` names and the first 32 of the list are tried. */
  readonly keys: readonly FieldKey[]
}
