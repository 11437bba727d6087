import { type Body, bytesOf } from '../../body.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'

// Here a draft is the body that the program has. `signedInstead` undoes what the program did to this body; the result is what WeChat Pay signed.
// Many of these changes also happen in signing. Such a mistake reuses the `signedInstead` of the mistake in signing, and has its own texts.

export type BodyMistake = SigningMistake<Body>

/** Reuses the change of a mistake in signing, with other texts. */
export function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signedInstead, rare, rarest } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signedInstead, ...(rare && { rare }), ...(rarest && { rarest }) }
}

/** Marks a mistake whose message ends with what was signed. */
export function seen(signed: Body): Placeholders {
  return { signed: new TextDecoder().decode(bytesOf(signed)) }
}
