import { type Command, Help, type HelpConfiguration, type Option } from 'commander'

/** Help for a terminal of 80 columns and 24 lines, without blank lines between groups. */
export const shortHelp: HelpConfiguration = {
  formatHelp: (command, help) => Help.prototype.formatHelp.call(help, command, help).replace('\n\n', '\n'),
  formatItemList: (heading, items) => (items.length > 0 ? [heading, ...items] : []),
  optionDescription,
  optionTerm,
  subcommandTerm,
  visibleCommands: ({ commands }) => [...commands],
  visibleOptions,
}

/** The description of an option without its environment variable and without the default of a switch, so that it fits on one line. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(
    Object.assign(Object.create(option), {
      envVar: undefined,
      defaultValue: option.defaultValue === false ? undefined : option.defaultValue,
    }),
  )
}

/** Leaves out the optional value of a switch, because a flag on the command line needs none. */
function optionTerm({ flags }: Option): string {
  return flags.replace(' [boolean]', '')
}

/** The words to type: the names of a command and its subcommand. */
function subcommandTerm(command: Command): string {
  return [command, ...command.commands].map((named) => named.name()).join(' ')
}

/** Only the help of the program lists `--help`, because the reader of a command's help already knows this option. */
function visibleOptions(command: Command): Option[] {
  return new Help().visibleOptions(command).filter(({ long }) => command.parent === null || long !== '--help')
}
