import { useState } from 'preact/hooks'
import type { Refusal } from './control.ts'
import { type Say, useSay } from './language.tsx'

interface Props {
  readonly refusal: Refusal
  readonly hasToken: boolean
  readonly onToken: (token: string) => void
}

/** Says why the server refused the page, and asks for the control token. */
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
        <p>{hasToken ? refusedToken(say) : refusedWithoutToken(say, refusal)}</p>
        <label>
          {say('Token', '令牌')}
          <input type="password" autocomplete="off" autofocus value={token} onInput={(event) => setToken(event.currentTarget.value)} />
        </label>
        <button type="submit" class="primary" disabled={token.trim() === ''}>
          {say('Open', '进入')}
        </button>
        {hasToken && (
          <button type="button" onClick={() => onToken('')}>
            {say('Go on without a token', '不使用令牌')}
          </button>
        )}
        <p class="note">
          {refusal.status} · <span lang="en">{refusal.message}</span>
        </p>
      </form>
    </div>
  )
}

function refusedToken(say: Say): string {
  return say(
    'The server refused this token, because the server was started with another one (--control-token), or without one.',
    '服务拒绝了此令牌：与启动时 --control-token 给出的值不同，或服务启动时没有设置令牌。',
  )
}

/** Explains a refusal by the part of the request that caused it. */
function refusedWithoutToken(say: Say, { detail: { remote_address, host, origin } }: Refusal): string {
  if (remote_address !== undefined)
    return say(
      'From another machine, the page needs the token that the server was started with (--control-token). A server that was started without one refuses all other machines.',
      '从其他机器访问需要令牌，即启动时 --control-token 给出的值；启动时没有设置令牌的服务拒绝其他机器访问。',
    )
  if (host !== undefined)
    return say(
      `The server does not know the address ${host}. Start it with --allow-host and the host name, or give the token that it was started with (--control-token).`,
      `服务不认识地址 ${host}。请在启动时用 --allow-host 加上此主机名，或输入启动时 --control-token 给出的令牌。`,
    )
  if (origin !== undefined)
    return say(
      `This page came from ${origin}, which the server takes for another site; a proxy may have changed the Host. Start the server with --public-url ${origin} and --control-token, and give that token.`,
      `服务认为来自 ${origin} 的此页面属于其他网站，可能是代理改写了 Host。请用 --public-url ${origin} 和 --control-token 启动服务，并输入该令牌。`,
    )
  return say(
    'The server, or a proxy in front of it, refused the page. If the server was started with a token (--control-token), give it here.',
    '服务或其前面的代理拒绝了此页面。若服务启动时设置了令牌（--control-token），请在此输入。',
  )
}
