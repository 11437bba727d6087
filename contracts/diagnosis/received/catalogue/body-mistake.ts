import { type Body, bytesOf } from '../../body.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'

// Here a draft is the body that the program has. `signedInstead` undoes what the program did to this body; the result is what WeChat Pay signed.
// Many of these changes also happen when a client signs. A mistake with such a change reuses the `signedInstead` of the signing mistake, but has its
// own texts.

export type BodyMistake = SigningMistake<Body>

/** Makes a mistake with the same change as a signing mistake, but with other texts. */
export function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signedInstead, rare, rarest } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signedInstead, ...(rare && { rare }), ...(rarest && { rarest }) }
}

/** Marks a mistake whose message ends with what was signed. */
export function seen(signed: Body): Placeholders {
  return { signed: new TextDecoder().decode(bytesOf(signed)) }
}
