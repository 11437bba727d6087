import type { OpenApiDocument } from '../bundle-document.ts'
import { bundledProducts } from './bundled-products.ts'
import { code, type Language, table } from './markdown.ts'

const WORDS = {
  en: ['operation', 'method and path', 'client'],
  zh: ['接口', '方法与路径', '客户端'],
} as const

/** The operations: what each is for, its name on the wire and in the client. */
export async function operationsPart(language: Language, root: URL): Promise<string> {
  const products = await bundledProducts(root)
  return table(
    WORDS[language],
    products.flatMap((product) => rows(product, language)),
  )
}

function rows({ paths = {} }: OpenApiDocument, language: Language): string[][] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary = '', description = '', requestBody }]) => [
      language === 'zh' ? summary : description.split(/[.;]/)[0] || summary,
      code(`${method.toUpperCase()} ${path}`),
      code(`wxpay${path.split('/').map(camelCase).join('.')}.${method}(${requestBody === undefined ? '' : '…'})`),
    ]),
  )
}

function camelCase(segment: string): string {
  return segment.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
