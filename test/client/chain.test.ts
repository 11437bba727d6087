import ts from 'typescript'
import { expect, it } from 'vitest'
import { createWechatpay } from '../../client/index.ts'
import { developmentKeys } from '../../contracts/index.ts'

const { merchant, platform } = developmentKeys
const wxpay = createWechatpay({ ...merchant, certs: { [platform.serial]: platform.certificate } })

it('a path segment has the same value under its wire name and its camel case name', () => {
  const { merchants } = wxpay.v3.goldplan
  expect(merchants['open-advertising-show']).toBe(merchants.openAdvertisingShow)
  expect(merchants['close-advertising-show'].post).toBe(merchants.closeAdvertisingShow.post)
  const named = Object.keys(merchants)
  expect(named).toEqual(expect.arrayContaining(['changegoldplanstatus', 'setAdvertisingIndustryFilter', 'set-advertising-industry-filter']))
  expect(named).toEqual([...new Set(named)])
})

it('a path without a POST operation cannot be called as a function', () => {
  expect(wxpay.v3.goldplan.merchants.openAdvertisingShow).not.toBeTypeOf('function')
  expect(wxpay.v3.certificates).not.toBeTypeOf('function')
})

const PAGE = 'https://pay.weixin.qq.com/doc/v3/partner/4012473796'

it("an editor shows the description of an operation or a field, with a link to its page in WeChat Pay's documentation", () => {
  const segment = 'wxpay.v3.goldplan.merchants.|changegoldplanstatus'
  const shortForm = 'wxpay.v3.goldplan.merchants.|changegoldplanstatus({})'
  const post = 'wxpay.v3.goldplan.merchants.changegoldplanstatus.|post({})'
  const field = "wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ |sub_mchid: '', operation_type: 'OPEN' })"
  const [ofField, ...ofOperation] = quickInfo([field, segment, shortForm, post])
  expect(ofField).toBe(`特约商户号: The merchant ID of the sub-merchant. ${PAGE}`)
  for (const shown of ofOperation) expect(shown).toBe(`点金计划管理: Opens or closes the gold plan for a sub-merchant. ${PAGE}`)
})

/** The hover text of TypeScript's language service at the `|` in each expression. */
function quickInfo(expressions: readonly string[]): string[] {
  const file = `${import.meta.dirname}/hover.ts`
  const lines = ["import type { Wechatpay } from '../../client/index.ts'", 'declare const wxpay: Wechatpay', ...expressions]
  const text = lines.join('\n').replaceAll('|', '')
  const service = ts.createLanguageService({
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getCompilationSettings: () => ({ module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true, noEmit: true, types: [] }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(name === file ? text : (ts.sys.readFile(name) ?? '')),
    getCurrentDirectory: () => import.meta.dirname,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  })
  return expressions.map((expression) => {
    const at = text.indexOf(expression.replace('|', '')) + expression.indexOf('|')
    const { documentation, tags = [] } = service.getQuickInfoAtPosition(file, at) ?? {}
    return [ts.displayPartsToString(documentation), ...tags.map((tag) => ts.displayPartsToString(tag.text).replace('https ', 'https'))]
      .join(' ')
      .trim()
  })
}
