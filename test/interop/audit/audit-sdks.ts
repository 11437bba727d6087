// Audits unmodified SDKs, and prints the table of docs/audit.md and the table of docs/audit.zh-CN.md. `npm run audit:sdks` prints all rows.
// `npm run audit:sdks -- java` prints only the rows whose folder, SDK or mode contains `java`.
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const COMMAND = join(import.meta.dirname, '../../../mock-server/cli.ts')

/** A program that calls SDKs, and the command that prepares the program. */
interface Program {
  readonly folder: string
  /** The tool that the program needs, and an argument that makes the tool exit with 0 if it is installed. */
  readonly tool: readonly [string, string]
  readonly prepare: string
  /** Options of `audit`. */
  readonly options?: readonly string[]
  /** One row for each SDK and mode. The command calls the gold plan API through the SDK. */
  readonly rows: readonly (readonly [sdk: string, mode: string, command: string])[]
}

const JAVA = 'java -cp "target/classes:$(cat classpath)" Open'

const PROGRAMS: readonly Program[] = [
  {
    folder: 'go',
    tool: ['go', 'version'],
    prepare: 'go build -o open .',
    rows: [
      ['wechatpay-go 0.2.21', 'certificates', './open certificates'],
      ['wechatpay-go 0.2.21', 'public key', './open public-key'],
    ],
  },
  {
    folder: 'gopay',
    tool: ['go', 'version'],
    prepare: 'go build -o open .',
    rows: [
      ['gopay 1.5.123', 'as created', './open default'],
      ['gopay 1.5.123', 'certificates, `AutoVerifySign`', './open certificates'],
      ['gopay 1.5.123', 'public key, `AutoVerifySignByPublicKey`', './open public-key'],
    ],
  },
  {
    folder: 'java',
    tool: ['mvn', '-v'],
    prepare: 'mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=classpath',
    rows: [
      ['wechatpay-java 0.2.17', 'certificates', `${JAVA} certificates`],
      ['wechatpay-java 0.2.17', 'public key', `${JAVA} public-key`],
    ],
  },
  {
    folder: 'java-apache',
    tool: ['mvn', '-v'],
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
    tool: ['python3', '--version'],
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
    tool: ['npm', '--version'],
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

/** What `audit --json` prints. */
interface Audited {
  readonly believed: number
  readonly forged: number
  readonly cases: readonly { readonly id: string; readonly wanted: string; readonly outcome: string; readonly remark: string }[]
}

type Row = Readonly<Record<Language, string>>
type Language = 'en' | 'zh'

const WORDS = {
  en: { of: ' of ', comma: ', ', unknown: '; not known: ', skipped: 'skipped: ' },
  zh: { of: '/', comma: '、', unknown: '；未知：', skipped: '跳过：' },
} as const

const HEADS: Row = {
  en: '| SDK | mode | believed | forged answers that it believes | other answers that it refuses |\n|---|---|---|---|---|',
  zh: '| SDK | 模式 | 相信 | 相信的伪造应答 | 其余被拒绝的应答 |\n|---|---|---|---|---|',
}

function measured(sdk: string, mode: string, { believed, forged, cases }: Audited): Row {
  return inBoth((language) => {
    const { of, comma, unknown } = WORDS[language]
    const listed = (wanted: string, ...outcomes: string[]) =>
      cases
        .filter((one) => one.wanted === wanted && outcomes.includes(one.outcome))
        .map(({ id }) => `\`${id}\``)
        .join(comma)
    const notKnown = [listed('refuse', 'timed_out', 'not_tried'), listed('either', 'timed_out', 'not_tried')].filter(Boolean).join(comma)
    const count = `${believed}${of}${forged}${notKnown && unknown + notKnown}`
    const lists = [listed('refuse', 'believed'), listed('either', 'refused')].map((list) => list || '–')
    return `| ${[sdk, modeIn(language, mode), count, ...lists].join(' | ')} |`
  })
}

function skipped(sdk: string, mode: string, reason: Row): Row {
  return inBoth((language) => `| ${sdk} | ${modeIn(language, mode)} | ${WORDS[language].skipped}${reason[language]} | | |`)
}

function inBoth(text: (language: Language) => string): Row {
  return { en: text('en'), zh: text('zh') }
}

function modeIn(language: Language, mode: string): string {
  if (language === 'en') return mode
  return mode
    .replace(', ', '，')
    .replace(/certificates?/, '平台证书')
    .replace('public key', '公钥')
    .replace('as created', '默认')
}

/** The time limit for preparing a program. A slow package registry needs several minutes. */
const PREPARE_MILLISECONDS = 600_000

/** Prepares a program. Returns why the program can't run; `undefined` if it can. */
function problemOf({ tool: [tool, question], prepare }: Program, folder: string): Row | undefined {
  if (runIn(folder, tool, [question]).status !== 0) return { en: `${tool} is missing`, zh: `缺少 ${tool}` }
  const { status, stderr, error } = runIn(folder, 'sh', ['-c', prepare], PREPARE_MILLISECONDS)
  if (status === 0) return undefined
  const why = error?.message ?? stderr.trim().split('\n').at(-1)?.slice(-200)
  return { en: `preparation failed: ${why}`, zh: `准备失败：${why}` }
}

function runIn(folder: string, file: string, args: readonly string[], timeout?: number) {
  return spawnSync(file, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' }, timeout })
}

async function* audit(program: Program, wanted: readonly string[]): AsyncGenerator<Row> {
  const { folder, options = [], rows } = program
  const chosen = rows.filter(([sdk, mode]) => wanted.length === 0 || wanted.some((word) => `${folder} ${sdk} ${mode}`.includes(word)))
  if (chosen.length === 0) return
  const copy = await mkdtemp(join(tmpdir(), `audit-${folder}-`))
  await cp(join(import.meta.dirname, folder), copy, { recursive: true })
  const problem = problemOf(program, copy)
  for (const [sdk, mode, command] of chosen)
    yield problem === undefined ? auditRow(copy, options, sdk, mode, command) : skipped(sdk, mode, problem)
  await rm(copy, { recursive: true })
}

function auditRow(folder: string, options: readonly string[], sdk: string, mode: string, command: string): Row {
  const began = performance.now()
  const { stdout, stderr } = runIn(folder, process.execPath, [COMMAND, 'audit', '--json', ...options, '--', 'sh', '-c', command])
  console.error(`${sdk}, ${mode}: ${Math.round((performance.now() - began) / 1000)} s`)
  if (stdout === '')
    return skipped(
      sdk,
      mode,
      inBoth(() => stderr.trim().split('\n').at(-1) ?? ''),
    )
  const audited: Audited = JSON.parse(stdout)
  for (const { id, remark } of audited.cases)
    if (remark !== '' && !/^it (?:does not|verifies)/.test(remark)) console.error(`  ${id}: ${remark}`)
  return measured(sdk, mode, audited)
}

console.log(HEADS.en)
const chinese = [HEADS.zh]
for (const program of PROGRAMS)
  for await (const { en, zh } of audit(program, process.argv.slice(2))) {
    console.log(en)
    chinese.push(zh)
  }
console.log(`\n${chinese.join('\n')}`)
