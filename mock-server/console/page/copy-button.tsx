import { useState } from 'preact/hooks'
import { useSay } from './language.tsx'

/** A button that copies a text to the clipboard. `make` returns the text. */
export function CopyButton({ label, make }: { readonly label: string; readonly make: () => string | Promise<string> }) {
  const say = useSay()
  const [state, setState] = useState<'idle' | 'done' | string>('idle')
  async function copy(): Promise<void> {
    try {
      await write(await make())
      setState('done')
    } catch (error) {
      setState(error instanceof Error ? error.message : String(error))
    }
    setTimeout(() => setState('idle'), 2_500)
  }
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      <span aria-live="polite">{state === 'idle' ? label : state === 'done' ? say('Copied', '已复制') : state}</span>
    </button>
  )
}

/**
 * Copies a text to the clipboard. A page that was loaded over plain HTTP from another machine has no `navigator.clipboard`. Such a page
 * copies the text from a temporary text area.
 */
async function write(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (!isCopied) throw new Error('The browser did not copy (浏览器未复制)')
}
