import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'

/**
 * What arguments stand for: a URL or what is there for itself, anything else for the files that match it. A shell has done so already,
 * unless the pattern was quoted or the shell is that of Windows.
 *
 * @throws {Error} When nothing matches.
 */
export async function pactPaths(patterns: readonly string[]): Promise<string[]> {
  return (await Promise.all(patterns.map(pathsOf))).flat()
}

async function pathsOf(pattern: string): Promise<string[]> {
  if (/^https?:\/\//.test(pattern) || existsSync(pattern)) return [pattern]
  const paths: string[] = []
  for await (const path of glob(pattern)) paths.push(path)
  if (paths.length === 0) throw new Error(`No pact file matches ${pattern} (没有匹配的契约文件)`)
  return paths.toSorted()
}
