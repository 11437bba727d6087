import { useState } from 'preact/hooks'
import type { Refusal } from './control.ts'
import { useSay } from './language.tsx'

interface Props {
  readonly refusal: Refusal
  readonly hasToken: boolean
  readonly onToken: (token: string) => void
}

/** Asks for the control token, which other machines need. It is kept only until the browser's tab is closed. */
export function TokenForm({ refusal, hasToken, onToken }: Props) {
  const say = useSay()
  const [token, setToken] = useState('')
  return (
    <div class="lock">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onToken(token.trim())
        }}
      >
        <h1>{say('Control token', '控制令牌')}</h1>
        <p>
          {hasToken
            ? say('The server refused this token.', '服务拒绝了此令牌。')
            : say(
                'This server requires its control token: the one that it was started with (--control-token).',
                '此服务需要令牌才能访问：即启动时 --control-token 给出的值。',
              )}
        </p>
        <label>
          {say('Token', '令牌')}
          <input type="password" autocomplete="off" autofocus value={token} onInput={(event) => setToken(event.currentTarget.value)} />
        </label>
        <button type="submit" class="primary" disabled={token.trim() === ''}>
          {say('Open', '进入')}
        </button>
        <p class="note">
          {refusal.status} · <span lang="en">{refusal.message}</span>
        </p>
      </form>
    </div>
  )
}
