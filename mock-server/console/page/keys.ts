/** Whether a key is typed into a field or is part of a shortcut of the browser. */
export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || (target instanceof Element && target.closest('input, textarea, select, dialog') !== null)
}
