/** Whether the page should ignore a key, because the key was pressed in a field or a dialog, or with Ctrl, Meta or Alt. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || isIn(event, 'input, textarea, select, dialog')
}

/** Whether a key was pressed in an element that matches a selector, or inside one. */
export function isIn({ target }: KeyboardEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
