/** Whether the page leaves a key alone: it is typed into a field, pressed in a dialog, or part of a shortcut with Ctrl, Meta or Alt. */
export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || (target instanceof Element && target.closest('input, textarea, select, dialog') !== null)
}
