import type { Body } from '../../body.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'

// In this folder, the type parameter `Draft` of mistake.ts stands for the body that a program verifies. `signedInstead` undoes one change
// that the program may have made to this body, and so returns a body that WeChat Pay may have signed. Clients make many of these changes
// before they sign a request, too. `changedAs` reuses their `signedInstead`.

export type BodyMistake = SigningMistake<Body>

export function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signedInstead, rare, rarest } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signedInstead, ...(rare && { rare }), ...(rarest && { rarest }) }
}

/** The `seen` of a mistake after which the signed body is to be shown; `describeFound` recognises this function. */
export function seen(): Placeholders {
  return {}
}
