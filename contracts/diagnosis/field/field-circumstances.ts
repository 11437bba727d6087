/** A private key that may decrypt an encrypted field. */
export interface FieldKey {
  /** The serial number of its certificate, or the ID of the WeChat Pay public key. */
  readonly serial: string
  readonly owner: 'platform' | 'merchant'
  /**
   * For a key of the platform: whether the requesting merchant may encrypt fields for it. `unavailable`: the merchant has neither a
   * certificate nor a public key for it. A key of the merchant is always `valid`.
   */
  readonly status: 'valid' | 'expired' | 'unavailable'
  /** PKCS#8 in PEM; empty when it is not known. */
  readonly privateKey: string
}

/** What a diagnosis knows besides the field. */
export interface FieldCircumstances {
  /** The request's `Wechatpay-Serial`; empty when the header is missing. */
  readonly serial: string
  /** The keys of the platform and the merchant. The diagnosis tries the key that `serial` names and the first 32 keys of this list. */
  readonly keys: readonly FieldKey[]
}
