import { expect, test } from 'vitest'
import { clientLanguage } from '../../../../mock-server/command/audit/fixes.ts'

test.for<[string[], string | undefined]>([
  [['Apache-HttpClient/5.2 (Java/17.0.1)', ''], 'Java'],
  [['test', 'node open.js https://api.shop.net/orders'], 'Node.js'],
  [['test', './open https://api.shop.net/orders'], undefined],
  [['client/1.0 (.NET 8.0)', 'node open.js'], 'C#'],
  [['wechatpay-goldplan-mock/0.1.0', 'node open.js'], 'Node.js'],
  [['WechatPay-Go/0.2.20', ''], 'Go'],
])('audit tells the language of a client from its User-Agent and command line: %j is %s', ([texts, language]) => {
  expect(clientLanguage(texts)).toBe(language)
})
