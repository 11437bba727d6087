#!/usr/bin/env node
// Checks the Node version before anything that an old one can't load.
import module from 'node:module'
import { packageJson } from './command/package-json.ts'

const wanted = packageJson.engines.node.replace('>=', '')

if (isOlder(process.versions.node, wanted)) {
  console.error(`wechatpay-goldplan-mock needs Node.js ${wanted} or newer; this is ${process.versions.node}`)
  process.exitCode = 1
} else {
  // Prism is four megabytes of code: compiled once, not at every start.
  module.enableCompileCache()
  const { runCommand } = await import('./command/run-command.ts')
  await runCommand(process.argv)
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number)
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor)
}
