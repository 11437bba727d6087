export function ExplainPage(_: { readonly mchid?: string | undefined }) {
  return <p>…</p>
}
