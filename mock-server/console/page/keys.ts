/** Whether the page ignores a key, because it was pressed in a field or a dialog, or with Ctrl, Meta or Alt. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || isIn(event, 'input, textarea, select, dialog')
}

/** Whether a key is pressed in an element that a selector names. */
export function isIn({ target }: KeyboardEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
