import { useState } from 'preact/hooks'
import { useSay } from './language.tsx'

/** Matches runs of a character that a reader can't see or would take for another character. Line feeds are not matched. */
const ODD = /((?!\n)[\p{C}\p{Zl}\p{Zp}\u00a0])\1*/gu

const NAMES: Readonly<Record<string, string>> = { '\r': 'CR', '\t': 'TAB', '\0': 'NUL', '\u001b': 'ESC', '\ufeff': 'BOM', '\u00a0': 'NBSP' }

/** How many characters of a text are shown before the user asks for the whole text. */
const SHOWN = 4_000
/** How many of the runs that {@link ODD} matches are shown by name. Each further run is shown as `\ufffd`. */
const ODD_LIMIT = 2_000

interface Props {
  readonly text: string
  /** Whether line feeds are shown as ↵. */
  readonly hasSigns?: boolean
  readonly label?: string
}

/** Shows a text, with names in place of invisible characters. A long text is cut, and has a button that shows all of it. */
export function VisibleText({ text, hasSigns = false, label }: Props) {
  const say = useSay()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole || text.length <= SHOWN ? text : cut(text, SHOWN)
  return (
    <div class="text">
      <pre class="raw" tabIndex={0} role="region" aria-label={label ?? say('Text', '文本')}>
        <Pieces text={shown} hasSigns={hasSigns} />
      </pre>
      {shown !== text && (
        <button type="button" class="more" onClick={() => setWhole(true)}>
          {say(`Show all ${text.length.toLocaleString('en')} characters`, `显示全部 ${text.length.toLocaleString('en')} 个字符`)}
        </button>
      )}
    </div>
  )
}

/** Returns the beginning of a text. No character is cut in two. */
function cut(text: string, length: number): string {
  return /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? text.slice(0, length - 1) : text.slice(0, length)
}

/** Shows readable characters as they are, and the runs that {@link ODD} matches by name, up to {@link ODD_LIMIT} runs. */
export function Pieces({ text, hasSigns = false }: { readonly text: string; readonly hasSigns?: boolean }) {
  const pieces: preact.ComponentChild[] = []
  let from = 0
  let count = 0
  for (const { 0: run, 1: character = '', index } of text.matchAll(ODD)) {
    if (count === ODD_LIMIT) break
    count += 1
    pieces.push(withFeeds(text.slice(from, index), hasSigns), <Odd character={character} times={run.length / character.length} />)
    from = index + run.length
  }
  const rest = text.slice(from)
  pieces.push(withFeeds(count === ODD_LIMIT ? rest.replace(ODD, '\ufffd') : rest, hasSigns))
  return <bdi>{pieces}</bdi>
}

function Odd({ character, times }: { readonly character: string; readonly times: number }) {
  const name = NAMES[character] ?? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return <span class="odd">{times > 1 ? `${name}×${times}` : name}</span>
}

function withFeeds(text: string, hasSigns: boolean): preact.ComponentChild {
  if (!hasSigns || !text.includes('\n')) return text
  const lines = text.split('\n')
  return lines.map((line, index) =>
    index === lines.length - 1 ? (
      line
    ) : (
      <>
        {line}
        <span class="feed" aria-hidden="true">
          ↵
        </span>
        {'\n'}
      </>
    ),
  )
}
