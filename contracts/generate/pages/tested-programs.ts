import { readFile } from 'node:fs/promises'

/**
 * The files that each page of the documentation shows: tested programs, and files that the programs need. The paths are relative to the
 * folder that {@link folderFor} returns. The page shows each path without its first folder.
 */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  'docs/callback-handler': ['node/handler.mjs', 'python/handler.py', 'go/main.go', 'php/handler.php', 'java/src/main/java/Handler.java'],
  'docs/go': ['go/goldplan_test.go', 'go/base_url_test.go', 'go/echo_test.go', 'gopay/goldplan_test.go', 'gopay/base_url_test.go'],
  'docs/java': [
    'java/pom.xml',
    'java/src/test/java/GoldPlanTest.java',
    'java/src/test/java/BaseUrlTest.java',
    'java/src/test/java/EchoTest.java',
    'java-apache/pom.xml',
    'java-apache/src/test/java/ApacheHttpClientTest.java',
    'java-apache/src/test/java/WxJavaTest.java',
  ],
  'docs/node': ['node/goldplan.mjs', 'node/base_url.mjs', 'easywechat/package.json', 'easywechat/goldplan.mjs', 'easywechat/base_url.mjs'],
  'docs/php': ['php/goldplan.php', 'php/base_url.php'],
  'docs/python': ['python/requirements.txt', 'python/test_goldplan.py', 'python/test_base_url.py', 'python/test_echo.py'],
}

/** A code block on a page. It shows one file of a tested program word for word. */
export interface ShownProgram {
  readonly page: string
  readonly name: string
  readonly text: (language: unknown, root: URL) => Promise<string>
}

export const SHOWN_PROGRAMS: readonly ShownProgram[] = Object.entries(SHOWN).flatMap(([page, files]) =>
  files.map((name) => ({ page, name, text: (_: unknown, root: URL) => block(new URL(folderFor(page), root), name) })),
)

function folderFor(page: string): string {
  return page === 'docs/callback-handler' ? 'test/interop/notify/' : 'test/interop/unchanged/'
}

/** Maps the extension of a file to the language of its code block. Contains only extensions that differ from the language's name. */
const LANGUAGES: Readonly<Record<string, string>> = { mjs: 'js', py: 'python', txt: 'text' }

async function block(folder: URL, name: string): Promise<string> {
  const [, ...path] = name.split('/')
  const extension = name.split('.').at(-1) ?? ''
  const code = await readFile(new URL(name, folder), 'utf8')
  return `\`\`\`${LANGUAGES[extension] ?? extension} file=${path.join('/')}\n${code}\`\`\`\n`
}
