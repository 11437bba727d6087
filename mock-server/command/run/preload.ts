import { GATEWAY_HOSTS, WECHAT_PAY_DOMAINS } from '../../doors/gateway-hosts.ts'

/** The environment variable from which the preloaded module reads the mock server's port for TLS. */
export const TLS_PORT_VARIABLE = 'WECHATPAY_MOCK_TLS_PORT'

/** The environment variable from which the preloaded module reads the mock server's host. */
export const TLS_HOST_VARIABLE = 'WECHATPAY_MOCK_TLS_HOST'

/**
 * The source of a module that Node loads before the user's program. The module connects the program to the mock server instead of the
 * gateway, and refuses connections to other hosts of WeChat Pay. A proxy is not enough, because some Node clients ignore proxies. The
 * module is CommonJS, so that old versions of Node can load it.
 */
export const PRELOAD: string = `'use strict'
// Written by wechatpay-goldplan-mock. Connects to the mock server instead of WeChat Pay.
const net = require('net')
const { domainToASCII } = require('url')
const GATEWAY = new Set(${JSON.stringify(GATEWAY_HOSTS)})
const DOMAINS = ${JSON.stringify(WECHAT_PAY_DOMAINS)}
const port = Number(process.env.${TLS_PORT_VARIABLE})
const server = process.env.${TLS_HOST_VARIABLE}
const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function (...args) {
  // Node's own functions pass the normalised arguments as a single list.
  const list = Array.isArray(args[0]) ? args[0] : args
  const options = typeof list[0] === 'object' && list[0] !== null ? list[0] : undefined
  const host = options ? options.host : typeof list[1] === 'string' ? list[1] : undefined
  const name = domainToASCII(String(host)).replace(/\\.+$/, '')
  if (GATEWAY.has(name) && port > 0) {
    const led = { ...options, host: server, port, lookup: undefined }
    const done = list.find((value) => typeof value === 'function')
    return done ? connect.call(this, led, done) : connect.call(this, led)
  }
  if (DOMAINS.some((domain) => name === domain || name.endsWith('.' + domain))) {
    process.nextTick(() => this.destroy(new Error(name + ' is a host of WeChat Pay, which no test may reach')))
    return this
  }
  return connect.apply(this, args)
}
`
