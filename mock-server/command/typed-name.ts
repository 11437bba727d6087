import { executable } from '../../contracts/contract-file.ts'

const NAME = 'wechatpay-goldplan-mock'

/**
 * What a user types to run the command: the path of the single executable, `npm start --` if npm's start script in a clone runs it, else `npx` and
 * its name.
 */
export function typedName(): string {
  if (executable()) return process.argv0
  const { npm_package_name, npm_lifecycle_event } = process.env
  return npm_package_name === NAME && npm_lifecycle_event === 'start' ? 'npm start --' : `npx ${NAME}`
}

/** Replaces the name of the command in examples by what the user types to run it. */
export function asTyped(examples: string): string {
  return examples.replaceAll(NAME, typedName())
}
