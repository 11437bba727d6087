// Audits unmodified SDKs and prints the table of docs/audit.md: `npm run audit:sdks`, or `npm run audit:sdks -- java` for some rows.
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const COMMAND = join(import.meta.dirname, '../../../mock-server/cli.ts')

/** A folder with a program, and how to get what it needs from the registry of its language. */
interface Program {
  readonly folder: string
  readonly prepare: string
  /** Options of `audit`. */
  readonly options?: readonly string[]
  /** An SDK in one mode, with the command that makes the call. */
  readonly rows: readonly (readonly [sdk: string, mode: string, command: string])[]
}

const JAVA = 'java -cp "target/classes:$(cat classpath)" Open'

const PROGRAMS: readonly Program[] = [
  {
    folder: 'go',
    prepare: 'go build -o open .',
    rows: [
      ['wechatpay-go 0.2.21', 'certificates', './open certificates'],
      ['wechatpay-go 0.2.21', 'public key', './open public-key'],
    ],
  },
  {
    folder: 'gopay',
    prepare: 'go build -o open .',
    rows: [
      ['gopay 1.5.123', 'as created', './open default'],
      ['gopay 1.5.123', 'certificates, `AutoVerifySign`', './open certificates'],
      ['gopay 1.5.123', 'public key, `AutoVerifySignByPublicKey`', './open public-key'],
    ],
  },
  {
    folder: 'java',
    prepare: 'mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=classpath',
    rows: [
      ['wechatpay-java 0.2.17', 'certificates', `${JAVA} certificates`],
      ['wechatpay-java 0.2.17', 'public key', `${JAVA} public-key`],
    ],
  },
  {
    folder: 'java-apache',
    prepare: 'mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=classpath',
    options: ['--java-sockets'],
    rows: [
      ['wechatpay-apache-httpclient 0.6.0', 'certificates', `${JAVA} HttpClient certificates`],
      ['wechatpay-apache-httpclient 0.6.0', 'public key', `${JAVA} HttpClient public-key`],
      ['WxJava 4.7.2.B', 'certificates', `${JAVA} WxJava certificates`],
      ['WxJava 4.7.2.B', 'public key', `${JAVA} WxJava public-key`],
    ],
  },
  {
    folder: 'python',
    prepare: 'python3 -m venv venv && venv/bin/pip install -q -r requirements.txt',
    rows: [
      ['wechatpayv3 2.0.2', 'requests, certificates', 'venv/bin/python open.py requests certificates'],
      ['wechatpayv3 2.0.2', 'requests, public key', 'venv/bin/python open.py requests public-key'],
      ['wechatpayv3 2.0.2', 'httpx, certificates', 'venv/bin/python open.py httpx certificates'],
      ['wechatpayv3 2.0.2', 'httpx, public key', 'venv/bin/python open.py httpx public-key'],
    ],
  },
  {
    folder: 'node',
    prepare: 'npm install --no-audit --no-fund --ignore-scripts --silent',
    rows: [
      ['wechatpay-axios-plugin 0.9.6', 'certificate', 'node open.mjs wechatpay-axios-plugin certificates'],
      ['wechatpay-axios-plugin 0.9.6', 'public key', 'node open.mjs wechatpay-axios-plugin public-key'],
      ['wechatpay-node-v3 2.2.1', 'as created', 'node open.mjs wechatpay-node-v3 default'],
      ['wechatpay-node-v3 2.2.1', '`verifySign`', 'node open.mjs wechatpay-node-v3 verify-sign'],
      ['node-easywechat 3.6.2', 'as created', 'node open.mjs node-easywechat default'],
    ],
  },
]

interface Audited {
  readonly believed: number
  readonly forged: number
  readonly cases: readonly { readonly id: string; readonly wanted: string; readonly outcome: string; readonly remark: string }[]
}

function runIn(folder: string, file: string, ...args: string[]) {
  return spawnSync(file, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' } })
}

function rowOf(sdk: string, mode: string, { believed, forged, cases }: Audited): string {
  const ids = (wanted: string, outcome: string) =>
    cases.filter((one) => one.wanted === wanted && one.outcome === outcome).map(({ id }) => `\`${id}\``)
  const listed = (wanted: string, outcome: string) => ids(wanted, outcome).join(', ') || '–'
  return `| ${sdk} | ${mode} | ${believed} of ${forged} | ${listed('refuse', 'believed')} | ${listed('either', 'refused')} |`
}

async function audit({ folder, prepare, options = [], rows }: Program, wanted: readonly string[]): Promise<void> {
  const chosen = rows.filter(([sdk, mode]) => wanted.length === 0 || wanted.some((word) => `${folder} ${sdk} ${mode}`.includes(word)))
  if (chosen.length === 0) return
  const copy = await mkdtemp(join(tmpdir(), `audit-${folder}-`))
  await cp(join(import.meta.dirname, folder), copy, { recursive: true })
  const prepared = runIn(copy, 'sh', '-c', prepare)
  if (prepared.status !== 0) console.error(`${folder}: its packages can't be fetched: ${prepared.stderr.slice(-300)}`)
  for (const [sdk, mode, command] of prepared.status === 0 ? chosen : []) {
    const { stdout, stderr } = runIn(copy, process.execPath, COMMAND, 'audit', '--json', ...options, '--', 'sh', '-c', command)
    console.log(stdout === '' ? `| ${sdk} | ${mode} | not tried: ${stderr.trim()} | | |` : rowOf(sdk, mode, JSON.parse(stdout)))
    for (const { id, remark } of stdout === '' ? [] : (JSON.parse(stdout) as Audited).cases)
      if (remark !== '' && !/^it does not/.test(remark)) console.error(`${sdk}, ${mode}: ${id}: ${remark}`)
  }
  await rm(copy, { recursive: true })
}

console.log('| SDK | mode | believed | forged answers that it believes | others that it refuses |\n|---|---|---|---|---|')
for (const program of PROGRAMS) await audit(program, process.argv.slice(2))
