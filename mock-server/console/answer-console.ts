import { Buffer } from 'node:buffer'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import { CONSOLE_PATH } from './console-request.ts'
import { readConsoleFiles } from './read-console-files.ts'

/**
 * Answers a request with the page of the console, with a file of the page or with 404. Anyone may fetch the page and its files, because
 * they contain no data. The page gets its data from the control API, which checks who asks.
 */
export async function answerConsole(target: string): Promise<HttpAnswer> {
  if (target === '/') return rendered(200, 'text/html', PAGE)
  const files = await readConsoleFiles()
  const name = target.slice(CONSOLE_PATH.length)
  if (name === 'page.js') return rendered(200, 'text/javascript', files[name])
  if (name === 'page.css') return rendered(200, 'text/css', files[name])
  return rendered(404, 'text/plain', `The console has no such file below ${CONSOLE_PATH}: open / in a browser\n`)
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

function rendered(status: number, type: string, text: string): HttpAnswer {
  const body = Buffer.from(text)
  const headers = {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
  return { status, headers, body, code: undefined }
}

/** The icon is part of the page, because requests for /favicon.ico would fill the journal. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#07764a"/><path d="M4 8.5l2.6 2.6L12 5.4" fill="none" stroke="#fff" stroke-width="2"/></svg>',
)}`

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>wechatpay-goldplan-mock</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${CONSOLE_PATH}page.css">
<script type="module" src="${CONSOLE_PATH}page.js"></script>
</head>
<body>
<div id="page"></div>
<noscript>The console needs JavaScript; the control API at /__mock does not. 控制台需要 JavaScript；/__mock 控制接口不需要。</noscript>
</body>
</html>
`
