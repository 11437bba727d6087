#!/usr/bin/env node
// Checks the Node version before anything that an old one can't load.
import module from 'node:module'
import { checkNode } from './node-version.ts'

try {
  checkNode()
  // Prism is four megabytes of code: compiled once, not at every start.
  module.enableCompileCache()
  const { runCommand } = await import('./command/run-command.ts')
  await runCommand(process.argv)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
