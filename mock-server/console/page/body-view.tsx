import { useState } from 'preact/hooks'
import { CopyButton } from './copy-button.tsx'
import { useSay } from './language.tsx'
import { VisibleText } from './visible-text.tsx'

interface Props {
  readonly text: string | null
  readonly label: string
}

/** A body: indented if it is JSON, with a button that shows it as it was sent. */
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

/** The JSON with indentation; `undefined` when the text is not an object or a list, or when the indentation would change a value. */
function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value = JSON.parse(text)
    return isSame(JSON.stringify(value), text) ? JSON.stringify(value, null, 2) : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether JSON that was parsed and written again is still the text that was sent, apart from white space and escapes. Parsing loses digits of a long
 * number, and drops one of two members with the same name.
 */
function isSame(compact: string, text: string): boolean {
  const withoutSpace = (json: string) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')
  const withoutEscapes = (json: string) =>
    withoutSpace(json).replace(/\\u([\da-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return withoutEscapes(compact) === withoutEscapes(text) || withoutSpace(compact).length === withoutSpace(text).length
}
