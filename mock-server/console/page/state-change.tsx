import { useSay } from './language.tsx'
import type { JournalEntry } from './schemas.ts'
import { TableHead } from './table-head.tsx'

/** Shows each field that a request changed in a sub-merchant, with its value before and after. */
export function StateChange({ change: { before, after } }: { readonly change: NonNullable<JournalEntry['change']> }) {
  const say = useSay()
  const [old, now] = [flat(before), flat(after)]
  const changed = Object.keys({ ...old, ...now }).filter((name) => old[name] !== now[name])
  return (
    <section>
      <h3>
        {say('State', '状态变更')} <span class="muted">{after.sub_mchid}</span>
      </h3>
      <table class="change">
        <TableHead names={[say('field', '字段'), say('before', '之前'), say('after', '之后')]} />
        <tbody>
          {changed.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{old[name] ?? '—'}</td>
              <td>
                <b>{now[name] ?? '—'}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function flat(value: unknown, path = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path]: JSON.stringify(value) }
  return Object.assign({}, ...Object.entries(value).map(([name, part]) => flat(part, path === '' ? name : `${path}.${name}`)))
}
