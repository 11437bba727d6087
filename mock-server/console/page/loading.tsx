import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import { type ControlApi, Refusal, useControl } from './control.ts'
import { LanguageContext, useSay } from './language.tsx'
import { refusedInChinese } from './refusal-texts.ts'
import type { ListedOperation } from './schemas.ts'

/** What was last read from the control API. After a failed read, `value` keeps the earlier value and `refusal` says why it failed. */
export interface Read<Value> {
  readonly value: Value | undefined
  readonly refusal: Refusal | undefined
  readonly again: () => Promise<void>
}

/**
 * Reads something from the control API. Reads it again when `key` changes, and after every change that the page makes: moving the clock,
 * for example, also changes other things.
 *
 * @param key Identifies what is read, such as the ID of a merchant.
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
    // If a later read has begun meanwhile, this result is dropped.
    if (turn === latest.current) setState((before) => ({ ...before, ...result }))
  }, [control, key])
  useEffect(() => {
    void again()
    return control.onChange(() => void again())
  }, [control, again])
  return { ...state, again }
}

/** Reads the operations of the gateway with their examples. */
export function useOperations(): Read<readonly ListedOperation[]> {
  return useRead('operations', async (control) => (await control.ask<{ operations: ListedOperation[] }>('GET', '/operations')).operations)
}

/** An error of this page itself becomes a refusal with this code. */
const PAGE_ERROR = 'PAGE_ERROR'

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(0, String(error), PAGE_ERROR)
}

/** Says why something could not be read or done. The control API's message is in English, so the Chinese page shows it only as a detail. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal | undefined }) {
  const say = useSay()
  const isChinese = useContext(LanguageContext) === 'zh'
  if (!refusal) return null
  const { status, message, code } = refusal
  if (status === 0)
    return (
      <p class="notice bad" role="alert">
        {code === PAGE_ERROR
          ? say(`This page failed, which is a bug: ${message}`, `页面自身出错，属于程序缺陷：${message}`)
          : say('The server does not answer.', '服务没有应答。')}
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

/**
 * Returns three things: `run` does some work at the server, `isDoing` tells whether that work is still running, and `refusal` tells why the server
 * refused it.
 */
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
