#!/usr/bin/env node
// Checks the Node version before importing anything that an old Node can't load. Node's modules are imported as default imports. A named
// import that an old Node lacks would fail before the check.
import module from 'node:module'
import os from 'node:os'
import v8 from 'node:v8'
import { checkNode } from './node-version.ts'

try {
  checkNode()
  // By default, signatures are made in one thread per core, but in at least two threads. More threads would slow the main thread down.
  process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(2, os.availableParallelism()))
  // Keeps V8's space for new objects small. Under load, it would grow to 100 MB. The small space costs 2 to 4 % of the throughput.
  v8.setFlagsFromString('--semi-space-growth-factor=1')
  // Stores the compiled code on disk, so that the next start is faster.
  module.enableCompileCache()
  const { endOfOutput } = await import('./command/end-of-output.ts')
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOfOutput)
  const { runCommand } = await import('./command/run-command.ts')
  await runCommand(process.argv)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
