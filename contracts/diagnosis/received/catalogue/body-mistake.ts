import type { Body } from '../../body.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'

// In this folder, the type parameter `Draft` of mistake.ts stands for the body that a program verifies. `signedInstead` undoes one change
// that the program may have made to this body, and so returns a body that WeChat Pay may have signed. Many of these
// changes are also mistakes of clients that sign requests: `changedAs` reuses the `signedInstead` of such a mistake.

export type BodyMistake = SigningMistake<Body>

export function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signedInstead, rare, rarest } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signedInstead, ...(rare && { rare }), ...(rarest && { rarest }) }
}

/** The `seen` of a mistake whose message is to show the signed body; `describeFound` recognises this function. */
export function seen(): Placeholders {
  return {}
}
