// Builds dist/: JavaScript and declarations by tsc, and beside them the files of contracts/ that are read as they are.
import { execFileSync } from 'node:child_process'
import { chmod, cp, rm } from 'node:fs/promises'

await rm('dist', { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
await cp('contracts', 'dist/contracts', { recursive: true, filter: (file) => !/\.ts$/.test(file) || file.endsWith('.d.ts') })
await chmod('dist/mock-server/cli.js', 0o755)
