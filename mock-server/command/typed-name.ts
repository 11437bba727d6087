import { dirname } from 'node:path'
import { executable } from '../../contracts/contract-file.ts'

const NAME = 'wechatpay-goldplan-mock'

/** What a user types to run the command, such as `npx wechatpay-goldplan-mock`. */
export function typedName(): string {
  if (executable()) return process.argv0
  const { npm_package_name, npm_lifecycle_event, npm_package_json = '' } = process.env
  if (npm_package_name !== NAME || npm_lifecycle_event !== 'start') return `npx ${NAME}`
  const clone = dirname(npm_package_json)
  return clone === process.cwd() ? 'npm start --' : `npm --prefix ${clone} start --`
}

/** Replaces the name of the command in examples with what the user types to run the command. */
export function asTyped(examples: string): string {
  return examples.replaceAll(NAME, typedName())
}
