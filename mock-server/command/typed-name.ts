const NAME = 'wechatpay-goldplan-mock'

/** What a user types to run the command: in a clone its npm script, elsewhere the program that npm installed. */
export function typedName(): string {
  const { npm_package_name, npm_lifecycle_event } = process.env
  return npm_package_name === NAME && npm_lifecycle_event === 'start' ? 'npm start --' : `npx ${NAME}`
}

/** Examples of the command line, as a user types them. */
export function asTyped(examples: string): string {
  return examples.replaceAll(NAME, typedName())
}
