#!/usr/bin/env node
// Checks the Node version before anything that an old one can't load.
import module from 'node:module'
import { availableParallelism } from 'node:os'
import { checkNode } from './node-version.ts'

try {
  checkNode()
  // One thread that signs for each core: more only take the cores from each other, and from the thread that everything goes through.
  process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(2, availableParallelism()))
  // Megabytes of code: compiled once, not at every start.
  module.enableCompileCache()
  const { runCommand } = await import('./command/run-command.ts')
  await runCommand(process.argv)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
