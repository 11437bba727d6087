import { type Body, bytesOf } from '../../body.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'

// A draft is the body that the program has; `signs` undoes what the program did to it, and gives what WeChat Pay signed. Many mistakes
// in signing are the same change in either direction, so their `signs` is used again, with texts for this side.

export type BodyMistake = SigningMistake<Body>

/** The change of a mistake in signing, with other texts. */
export function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signs, rare } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signs, ...(rare && { rare }) }
}

/** Marks a mistake whose message ends with what was signed. */
export function seen(signed: Body): Placeholders {
  return { signed: new TextDecoder().decode(bytesOf(signed)) }
}
