/** Whether a key is typed into a field or is part of a shortcut of the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || isIn(event, 'input, textarea, select, dialog')
}

/** Whether a key is pressed in an element that a selector names. */
export function isIn({ target }: KeyboardEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
