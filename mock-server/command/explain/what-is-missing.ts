import { Buffer } from 'node:buffer'
import type { Credentials, Diagnosis } from '../../../contracts/index.ts'

type Finding = Diagnosis['certain'][number]

/** Says which certificate is needed to judge a signature, and how to pass it. */
export function keyMissing({ mchid, serial }: Credentials): Finding {
  const [merchant, number] = [mchid, serial].map((text) => Buffer.from(text, 'latin1').toString())
  return {
    message: `You gave no certificate for merchant ${merchant}, serial number ${number}, so the signature can't be judged. Pass it with --key apiclient_cert.pem.`,
    message_zh: `没有给出商户 ${merchant}、序列号 ${number} 的证书，无法判断签名。请用 --key apiclient_cert.pem 指定证书。`,
  }
}

/** Says that the given public key may not be the key that the request names. A public key does not show its serial number. */
export function keyInDoubt({ serial }: Credentials): Finding {
  const number = Buffer.from(serial, 'latin1').toString()
  return {
    message: `The public key that was given does not verify this signature. A public key does not show its serial number, so it was taken for the key of serial number ${number}. If it is another key, give the certificate: --key apiclient_cert.pem. If it is the right key, another private key signed.`,
    message_zh: `给出的公钥验不过这个签名。公钥不含序列号，这里按 ${number} 的公钥处理：如果不是，请改用证书 --key apiclient_cert.pem；如果是，则签名用的是另一个私钥。`,
  }
}

/** Says that the body is needed to judge a signature, and how to pass it. */
export function bodyMissing(): Finding {
  return {
    message:
      'No body was given. If the request had a body, pass it with --body, or with -d in the curl command; if not, pass an empty body.',
    message_zh: '没有给出报文主体。如果请求带有报文主体，请用 --body 传入，或写在 curl 命令的 -d 中；如果没有，请传入空的报文主体。',
  }
}
