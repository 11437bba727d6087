// Handles notifications with the server of node-easywechat. `node handler.mjs serve` only calls serve(), which decrypts a notification but
// does not verify its signature. `node handler.mjs validate` calls the validator before serve().
import { createServer } from 'node:http'
import { Pay, ServerRequest } from 'node-easywechat'

const env = (name) => process.env[`WECHATPAY_${name}`]
const config = {
  mch_id: env('MCHID'),
  private_key: env('PRIVATE_KEY_PATH'),
  certificate: env('CERTIFICATE_PATH'),
  secret_key: env('API_V3_KEY'),
  platform_certs: { [env('PLATFORM_SERIAL_NO')]: env('PLATFORM_CERTIFICATE_PATH'), [env('PUBLIC_KEY_ID')]: env('PUBLIC_KEY_PATH') },
}

async function answerTo(incoming) {
  const app = new Pay(config)
  app.setRequest(await ServerRequest.createFromIncomingMessage(incoming))
  if (process.argv[2] === 'validate') await app.getValidator().validate(app.getRequest())
  return app
    .getServer()
    .handlePaid(({ transaction_id }) => console.log(transaction_id))
    .serve()
}

createServer(async (request, response) => {
  try {
    const answer = await answerTo(request)
    response.writeHead(answer.getStatusCode()).end(answer.getBody())
  } catch (error) {
    console.error(error.message)
    response.writeHead(401).end()
  }
}).listen(Number(process.env.PORT), '127.0.0.1')
