import { useState } from 'preact/hooks'
import { useSay } from './language.tsx'

/** Runs of one character that a reader can't see or would take for another. */
const ODD = /((?!\n)[\p{C}\p{Zl}\p{Zp}\u00a0])\1*/gu

const NAMES: Readonly<Record<string, string>> = { '\r': 'CR', '\t': 'TAB', '\0': 'NUL', '\u001b': 'ESC', '\ufeff': 'BOM', '\u00a0': 'NBSP' }

/** The length up to which a text is drawn at first. */
const SHOWN = 4_000
/** This many of the runs that {@link ODD} matches become elements with names. `\ufffd` stands for each further run. */
const ODD_LIMIT = 2_000

interface Props {
  readonly text: string
  /** Whether line feeds are shown as ↵. */
  readonly hasSigns?: boolean
  readonly label?: string
}

/** Shows a text; invisible characters get names. */
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

/** The beginning of a text, without cutting a character in two. */
function cut(text: string, length: number): string {
  return /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? text.slice(0, length - 1) : text.slice(0, length)
}

/** A text in pieces: readable characters as they are, the others by name, as long as there are not too many. */
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
