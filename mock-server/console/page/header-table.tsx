import { useSay } from './language.tsx'
import { Pieces } from './visible-text.tsx'

/** Shows the headers of a request or an answer in a table. */
export function HeaderTable({ headers, label }: { readonly headers: Readonly<Record<string, string>>; readonly label: string }) {
  const say = useSay()
  const names = Object.keys(headers)
  if (names.length === 0) return <p class="none">{say('no headers', '无报文头')}</p>
  return (
    <details class="headers" open>
      <summary>
        {label} <span class="muted">{names.length}</span>
      </summary>
      <table>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">
                <Pieces text={name} />
              </th>
              <td>
                <Pieces text={headers[name] ?? ''} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
