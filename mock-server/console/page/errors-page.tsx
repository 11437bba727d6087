export function ErrorsPage(_: { readonly mchid?: string | undefined }) {
  return <p>…</p>
}
