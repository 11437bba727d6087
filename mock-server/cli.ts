#!/usr/bin/env node
// Checks the Node version before importing anything that an old Node can't load. The imports of Node's modules are default imports: a named
// import that an old Node lacks would fail before the check.
import module from 'node:module'
import os from 'node:os'
import v8 from 'node:v8'
import { checkNode } from './node-version.ts'

try {
  checkNode()
  // Signing runs in the threads of this pool. A larger pool would compete with the main thread for the cores.
  process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(2, os.availableParallelism()))
  // Under load, V8 would let the space for new objects grow to 100 MB. Keeping it small costs 2 to 4 % of the throughput.
  v8.setFlagsFromString('--semi-space-growth-factor=1')
  // Keeps the compiled code for the next start.
  module.enableCompileCache()
  const { endOfOutput } = await import('./command/end-of-output.ts')
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOfOutput)
  const { runCommand } = await import('./command/run-command.ts')
  await runCommand(process.argv)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
