import { useState } from 'preact/hooks'
import { CopyButton } from './copy-button.tsx'
import { useSay } from './language.tsx'
import { VisibleText } from './visible-text.tsx'

interface Props {
  readonly text: string | null
  readonly label: string
}

/** Shows a body: JSON with indentation, or the text as it is. */
export function BodyView({ text, label }: Props) {
  const say = useSay()
  const [isRaw, setRaw] = useState(false)
  if (text === null) return <p class="none">{say('The body was not read.', '未读取报文主体。')}</p>
  if (text === '') return <p class="none">{say('no body', '无报文主体')}</p>
  const pretty = prettyJson(text)
  return (
    <div class="body">
      <div class="body-tools">
        <span class="muted">{say(`${bytesOf(text)} bytes`, `${bytesOf(text)} 字节`)}</span>
        {pretty !== undefined && (
          <button type="button" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            {say('Raw', '原文')}
          </button>
        )}
        <CopyButton label={say('Copy', '复制')} make={() => text} />
      </div>
      <VisibleText text={isRaw ? text : (pretty ?? text)} hasSigns={isRaw || pretty === undefined} label={label} />
    </div>
  )
}

function bytesOf(text: string): string {
  return new TextEncoder().encode(text).length.toLocaleString('en')
}

/**
 * Returns the JSON with indentation. Returns `undefined` when the text is not an object or a list, or when parsing would change more than
 * spacing and escapes.
 */
function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value = JSON.parse(text)
    return JSON.stringify(value) === compactJson(text) ? JSON.stringify(value, null, 2) : undefined
  } catch {
    return undefined
  }
}

/**
 * The JSON without white space, with its strings as `JSON.stringify` writes them, and otherwise unchanged. `JSON.parse`, in contrast, rounds
 * long numbers, drops one of two members with the same name, and moves members whose names are numbers to the front.
 */
function compactJson(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string) => (string === undefined ? '' : JSON.stringify(JSON.parse(string))))
}
