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
 * Explains a pasted text, as the command `explain` does: a request, the body of a 401, an answer or a notification. The code is in the
 * folder `command`. It is passed in, because the control API must not import from that folder.
 *
 * @throws {Error} When the text can't be read; the message says what is wrong.
 */
export type ExplainPaste = (paste: Schemas['ExplainChoice'], keys: readonly MerchantKey[]) => Promise<Schemas['Explanation']>
