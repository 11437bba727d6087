import type { Body } from '../../body.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'

// In this folder, the type parameter `Draft` of mistake.ts stands for the body that a program verifies. `signedInstead` undoes one change
// that the program may have made to this body, and so returns a body that WeChat Pay may have signed.

export type BodyMistake = SigningMistake<Body>

/**
 * Takes the mistake with this ID from an axis of mistakes that clients make when they sign requests. Returns a mistake that changes the
 * body in the same way, but has other texts.
 */
export function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signedInstead, rare, rarest } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signedInstead, ...(rare && { rare }), ...(rarest && { rarest }) }
}

/** A mistake has this function as its `seen` when its message can show the signed body. `describeFound` looks for this function. */
export function seen(): Placeholders {
  return {}
}
