import { useCallback, useEffect, useState } from 'preact/hooks'
import { type ControlApi, Refusal, useControl } from './control.ts'
import { useSay } from './language.tsx'

/** What was read from the control API so far. */
export interface Read<Value> {
  readonly value: Value | undefined
  readonly refusal: Refusal | undefined
  /** Reads it again. */
  readonly again: () => Promise<void>
}

/**
 * Reads something from the control API, and again when `key` changes.
 *
 * @param key What the reading depends on.
 */
export function useRead<Value>(key: string, read: (control: ControlApi) => Promise<Value>): Read<Value> {
  const control = useControl()
  const [state, setState] = useState<Pick<Read<Value>, 'value' | 'refusal'>>({ value: undefined, refusal: undefined })
  const again = useCallback(async () => {
    try {
      setState({ value: await read(control), refusal: undefined })
    } catch (error) {
      setState((old) => ({ value: old.value, refusal: error instanceof Refusal ? error : new Refusal(0, String(error)) }))
    }
  }, [control, key])
  useEffect(() => void again(), [again])
  return { ...state, again }
}

/** Says why something could not be read or done. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal | undefined }) {
  const say = useSay()
  if (!refusal) return null
  const text = refusal.status === 0 ? say('The server does not answer.', '服务没有应答。') : `${refusal.status} · ${refusal.message}`
  return (
    <p class="notice bad" role="alert">
      {text}
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
      setRefusal(error instanceof Refusal ? error : new Refusal(0, String(error)))
    }
    setDoing(false)
  }
  return { isDoing, refusal, run }
}
