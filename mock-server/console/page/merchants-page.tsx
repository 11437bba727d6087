export function MerchantsPage(_: { readonly mchid?: string | undefined }) {
  return <p>…</p>
}
