import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/**
 * Writes the type declarations of the entry files to a folder, and those of the files that these declarations import, directly or not. Does
 * not check the types.
 */
export async function writeDeclarations(entries: readonly string[], folder: string): Promise<void> {
  const reached = new Set(entries)
  // The loop also visits files that are added while it runs.
  for (const file of reached) {
    const declaration = await declarationOf(file)
    await write(join(folder, file.replace(/(\.d)?\.ts$/, '.d.ts')), declaration)
    for (const { fileName } of ts.preProcessFile(declaration).importedFiles)
      if (fileName.startsWith('.')) reached.add(join(dirname(file), fileName))
  }
}

async function declarationOf(file: string): Promise<string> {
  const source = await readFile(file, 'utf8')
  if (file.endsWith('.d.ts')) return source
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: OPTIONS,
  })
  const [mistake] = diagnostics
  if (mistake) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(mistake.messageText, '\n')}`)
  // TypeScript 6 and later need this line to find the types of Node.
  return outputText.includes("from 'node:") ? `/// <reference types="node" />\n${outputText}` : outputText
}

// Each file is transpiled on its own; `isolatedDeclarations` in tsconfig.build.json makes this possible.
const OPTIONS: ts.CompilerOptions = {
  isolatedDeclarations: true,
  declaration: true,
  target: ts.ScriptTarget.ES2024,
  verbatimModuleSyntax: true,
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
