import { useSay } from './language.tsx'
import { typeName } from './merchant-names.ts'
import type { Merchant } from './schemas.ts'

const TYPES = ['service_provider', 'channel_partner', 'institution'] as const

interface Props {
  readonly type: Merchant['type']
  readonly onChoice: (type: Merchant['type']) => void
}

/** A list from which the user chooses the type of a merchant. */
export function TypeChoice({ type, onChoice }: Props) {
  const say = useSay()
  return (
    <label>
      {say('Type', '类型')}
      <select value={type} onChange={(event) => onChoice(event.currentTarget.value as Merchant['type'])}>
        {TYPES.map((each) => (
          <option key={each} value={each}>
            {typeName(say, each)}
          </option>
        ))}
      </select>
    </label>
  )
}
