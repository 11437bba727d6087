import { packageJson } from './package-json.ts'

/**
 * Checks that this Node is new enough for the server.
 *
 * @throws {Error} When Node is older than `engines` in package.json requires; the message names both versions and says what to install.
 */
export function checkNode(): void {
  const wanted = packageJson.engines.node.replace('>=', '')
  const version = process.versions.node
  if (isOlder(version, wanted)) throw new Error(`wechatpay-goldplan-mock needs Node.js ${wanted} or newer; this is ${version}. ${WAY_OUT}`)
}

const WAY_OUT =
  'Install a newer Node.js (安装更新的 Node.js), or give your project its own, which npx uses (或给项目装上自己的，由 npx 使用): npm install --save-dev node@24'

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number)
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor)
}
