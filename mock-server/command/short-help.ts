import { type Command, Help, type HelpConfiguration, type Option } from 'commander'

/** Help that fits a terminal of 80 columns and 24 lines: each option in one line, and no blank lines between groups. */
export const shortHelp: HelpConfiguration = {
  formatHelp: (command, help) => Help.prototype.formatHelp.call(help, command, help).replace('\n\n', '\n'),
  formatItemList: (heading, items) => (items.length > 0 ? [heading, ...items] : []),
  optionDescription,
  subcommandTerm,
  visibleCommands: ({ commands }) => [...commands],
  visibleOptions,
}

/** Without the environment variable: the text below the options covers all of them in one sentence. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(Object.assign(Object.create(option), { envVar: undefined }))
}

/** The words to type: the name of a command and that of its only subcommand. */
function subcommandTerm(command: Command): string {
  return [command, ...command.commands].map((named) => named.name()).join(' ')
}

/** Only the first help mentions `--help`: whoever reads another one has found it. */
function visibleOptions(command: Command): Option[] {
  return new Help().visibleOptions(command).filter(({ long }) => command.parent === null || long !== '--help')
}
