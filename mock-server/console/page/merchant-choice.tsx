import { useEffect } from 'preact/hooks'
import { useSay } from './language.tsx'
import { useRead } from './loading.tsx'
import type { ListedMerchant } from './schemas.ts'

interface Props {
  readonly mchid: string
  readonly onChoice: (mchid: string) => void
}

/** A menu of the 1,000 oldest merchants. At first, the oldest one is selected. */
export function MerchantChoice({ mchid, onChoice }: Props) {
  const say = useSay()
  const { value } = useRead<{ merchants: ListedMerchant[] }>('merchants', (control) => control.ask('GET', '/merchants?first=1000'))
  const merchants = value?.merchants ?? []
  const first = merchants[0]?.mchid
  useEffect(() => {
    if (mchid === '' && first !== undefined) onChoice(first)
  }, [first])
  return (
    <label>
      {say('Merchant', '服务商')}
      <select value={mchid} onChange={(event) => onChoice(event.currentTarget.value)}>
        {merchants.map((each) => (
          <option key={each.mchid} value={each.mchid}>
            {each.mchid}
          </option>
        ))}
      </select>
    </label>
  )
}
