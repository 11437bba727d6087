import { type ControlApi, useControl } from './control.ts'
import { curlOf, harOf, pactOf, repeatedHeaders, type Signed, vectorOf, vitestOf } from './copies.ts'
import { CopyButton } from './copy-button.tsx'
import { useSay } from './language.tsx'
import type { JournalEntry, ListedOperation } from './schemas.ts'

/** The buttons that copy the request of a journal entry in the formats of other tools. */
export function Copies({ entry, merchant }: { readonly entry: JournalEntry; readonly merchant: string }) {
  const say = useSay()
  const control = useControl()
  const sign = () => signed(control, merchant, entry)
  return (
    <section>
      <h3>{say('Copy as', '复制为')}</h3>
      <div class="copies">
        <CopyButton label="curl" make={async () => curlOf(entry, await sign(), location.origin)} />
        <CopyButton label="HAR" make={async () => harOf(entry, await sign(), location.origin)} />
        <CopyButton label={say('Golden vector', '签名测试向量')} make={async () => vectorOf(entry, await sign())} />
        <CopyButton label={say('Pact interaction', 'Pact 交互')} make={() => pactOf(entry)} />
        {entry.operation !== null && (
          <CopyButton
            label={say('vitest test', 'vitest 测试')}
            make={async () => {
              const { operations } = await control.ask<{ operations: ListedOperation[] }>('GET', '/operations')
              return vitestOf(entry, operations)
            }}
          />
        )}
      </div>
      <p class="note">
        {say(
          'For curl, HAR and the golden vector, the server signs the request anew. The new signature is valid for five minutes.',
          '复制为 curl、HAR 和签名测试向量时，服务会重新签名，新签名在五分钟内有效。',
        )}
      </p>
    </section>
  )
}

function signed({ ask }: ControlApi, merchant: string, entry: JournalEntry): Promise<Signed> {
  const { method, target, body } = entry
  const choice = { method, target, ...(body && { body }), headers: repeatedHeaders(entry) }
  return ask('POST', `/merchants/${encodeURIComponent(merchant)}/authorization`, choice)
}
