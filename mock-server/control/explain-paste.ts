import type { components } from '../../contracts/control/index.ts'

type Schemas = components['schemas']

/** The certificate of a merchant whose private key may have signed a pasted request. */
export interface MerchantKey {
  readonly mchid: string
  readonly serial: string
  /** The certificate in PEM. */
  readonly pem: string
}

/**
 * Explains a pasted request, 401, answer or notification, as the command `explain` does. The function belongs to the command, so it is passed in.
 *
 * @throws {Error} When the paste can't be read; the message says what is wrong.
 */
export type ExplainPaste = (paste: Schemas['ExplainChoice'], keys: readonly MerchantKey[]) => Promise<Schemas['Explanation']>
