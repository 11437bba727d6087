import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { withAuditOptions } from '../../mock-server/command/audit/audit-options.ts'
import { withExplainOptions } from '../../mock-server/command/explain/explain-options.ts'
import { withNotifyOptions } from '../../mock-server/command/notify/notify-options.ts'
import { withRunOptions } from '../../mock-server/command/run/run-options.ts'
import { withSettings } from '../../mock-server/command/settings/setting-options.ts'
import { withCheckOptions } from '../../mock-server/command/vectors/check-options.ts'
import { withVerifyOptions } from '../../mock-server/command/verify/verify-options.ts'
import { chinesePage, readPage } from './page.ts'

/** The pages whose tables list all options of a command, and the command of each page. */
const PAGES: readonly (readonly [page: string, command: Command])[] = [
  ['docs/signature-refused.md', withExplainOptions(new Command('explain'))],
  ['docs/test-your-signer.md', withCheckOptions(new Command('vectors check'))],
  ['docs/audit.md', withAuditOptions(new Command('audit'))],
  ['docs/callback-handler.md', withNotifyOptions(new Command('notify check'))],
  ['docs/run.md', withRunOptions(new Command('run'))],
  ['docs/command.md', withSettings(new Command('start')).option('--json').option('--print-credentials-only')],
  ['docs/pact.md', withVerifyOptions(new Command('verify'))],
]

/** The options that are named in the first column of the tables on a page. */
function optionsOf(page: string): string[] {
  const names = readPage(page).tables.flatMap(({ rows }) => rows.map(([first]) => first?.text ?? ''))
  return names.flatMap((name) => name.match(/(?<=`)--[\w-]+/g) ?? []).toSorted()
}

describe.each(PAGES.flatMap(([page, command]) => [page, chinesePage(page)].map((path) => [path, command] as const)))(
  '%s',
  (path, command) => {
    it(`lists every option of ${command.name()} once, and no other option`, () => {
      expect(optionsOf(path)).toEqual(command.options.map(({ long }) => long).toSorted())
    })
  },
)
