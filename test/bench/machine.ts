import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem, type } from 'node:os'
import { versionOf } from './packages.ts'
import { ROOT } from './root.ts'

const PACKAGES = ['autocannon', '@stoplight/prism-cli', 'oauth2-mock-server', '@mockoon/cli']

/** Describes the machine and the software on which the benchmarks run. */
export function machine(): Readonly<Record<string, string>> {
  const [cpu] = cpus()
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: commit(),
    CPU: `${cpu?.model.trim()}, ${cpus().length} cores`,
    memory: `${(totalmem() / 1024 ** 3).toFixed(1)} GB`,
    OS: `${type()} ${release()}`,
    Node: process.version,
    OpenSSL: process.versions.openssl,
    packages: PACKAGES.map((name) => `${name} ${versionOf(name) || 'not installed'}`).join(', '),
  }
}

function commit(): string {
  try {
    const git = (...args: readonly string[]) =>
      execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return (
      git('rev-parse', '--short', 'HEAD').trim() +
      (git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!test/bench/RESULTS.md') ? ' with changes' : '')
    )
  } catch {
    return 'unknown'
  }
}
