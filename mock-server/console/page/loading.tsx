import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import { type ControlApi, Refusal, useControl } from './control.ts'
import { LanguageContext, useSay } from './language.tsx'
import { refusedInChinese } from './refusal-texts.ts'

/** What was read from the control API so far. */
export interface Read<Value> {
  readonly value: Value | undefined
  readonly refusal: Refusal | undefined
  /** Reads it again. */
  readonly again: () => Promise<void>
}

/**
 * Reads something from the control API, and again when `key` changes and after everything that the page changes: a clock that is moved moves
 * much else.
 *
 * @param key What the reading depends on.
 */
export function useRead<Value>(key: string, read: (control: ControlApi) => Promise<Value>): Read<Value> {
  const control = useControl()
  const [state, setState] = useState<Pick<Read<Value>, 'value' | 'refusal'>>({ value: undefined, refusal: undefined })
  const latest = useRef(0)
  const again = useCallback(async () => {
    latest.current += 1
    const turn = latest.current
    const result = await read(control).then(
      (value) => ({ value, refusal: undefined }),
      (error) => ({ refusal: asRefusal(error) }),
    )
    // An answer that was overtaken by a later one is old.
    if (turn === latest.current) setState((before) => ({ ...before, ...result }))
  }, [control, key])
  useEffect(() => {
    void again()
    return control.onChange(() => void again())
  }, [control, again])
  return { ...state, again }
}

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(0, String(error))
}

/** Says why something could not be read or done. The sentence of the control API is English, so in Chinese it is a detail. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal | undefined }) {
  const say = useSay()
  const isChinese = useContext(LanguageContext) === 'zh'
  if (!refusal) return null
  const { status, message } = refusal
  if (status === 0)
    return (
      <p class="notice bad" role="alert">
        {say('The server does not answer.', '服务没有应答。')}
      </p>
    )
  return (
    <p class="notice bad" role="alert">
      {status} · {isChinese ? refusedInChinese(refusal) : message}
      {isChinese && (
        <span class="detail" lang="en">
          {message}
        </span>
      )}
    </p>
  )
}

/** Does something at the server, one at a time, and keeps the refusal if there is one. */
export function useDoing(): {
  readonly isDoing: boolean
  readonly refusal: Refusal | undefined
  readonly run: (work: () => Promise<unknown>) => Promise<void>
} {
  const [isDoing, setDoing] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  async function run(work: () => Promise<unknown>): Promise<void> {
    setDoing(true)
    setRefusal(undefined)
    try {
      await work()
    } catch (error) {
      setRefusal(asRefusal(error))
    }
    setDoing(false)
  }
  return { isDoing, refusal, run }
}
