/** Parses a text that is JSON. Returns any other text unchanged. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
