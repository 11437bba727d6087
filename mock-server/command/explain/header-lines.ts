/** A header as it was pasted: its name and its value. */
export type HeaderLine = [name: string, value: string]

/**
 * Adds a line from the head of a pasted HTTP message to its headers. A line that begins with white space continues the header before it. The line
 * break between the two lines is kept, so that the diagnosis can report it.
 *
 * @param place The words in the error message that say where the line is. They end with a space.
 * @throws {Error} When the line is not a header. The error message shows the line.
 */
export function addHeaderLine(headers: HeaderLine[], line: string, place = ''): void {
  const last = headers.at(-1)
  const [, name, value = ''] = /^([!#$%&'*+.^`|~\w-]+)[ \t]*:(.*)$/s.exec(line) ?? []
  if (name !== undefined) headers.push([name, value])
  else if (last && /^[ \t]/.test(line)) last[1] += `\n${line}`
  else throw new Error(`stdin: ${JSON.stringify(line.slice(0, 60))} ${place}is not a header: ${WANTED}`)
}

const WANTED = 'write one header per line, and an empty line before the body'
