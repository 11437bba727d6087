#!/usr/bin/env node
// Checks the Node version before it loads anything that an old one can't. An old one also refuses imports by a name that it does not know.
import module from 'node:module'
import os from 'node:os'
import v8 from 'node:v8'
import { checkNode } from './node-version.ts'

try {
  checkNode()
  // One thread that signs for each core: more only take the cores from each other, and from the thread that everything goes through.
  process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(2, os.availableParallelism()))
  // Under load V8 would let the space for new objects grow to 100 MB, and keep it. Small, it costs 2 to 4 % of the throughput.
  v8.setFlagsFromString('--semi-space-growth-factor=1')
  // Megabytes of code: compiled once, not at every start.
  module.enableCompileCache()
  const { runCommand } = await import('./command/run-command.ts')
  await runCommand(process.argv)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
