import process from 'node:process'
import { createWechatpay } from '../../client/index.ts'
import { interactionThatSucceeds, signedPact } from '../../contracts/pact/index.ts'

// Writes ten interactions to the folder in the first argument. Their descriptions begin with the second argument. A test runs several
// copies of this program at once, because a test runner also runs several test files at once.
const [dir = '', name = ''] = process.argv.slice(2)
for (let count = 0; count < 10; count += 1) {
  const pact = signedPact({ consumer: 'shop', dir })
  const interaction = await interactionThatSucceeds('closeAdvertisingShow', { description: `${name} ${count}` })
  await pact.test(interaction, async ({ url }) => {
    const wxpay = createWechatpay({ ...pact.clientOptions, baseURL: url })
    await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post({ sub_mchid: '1900000109' })
  })
}
