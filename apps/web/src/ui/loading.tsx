export function Loading({ what }: { readonly what: string }) {
  return <output className="loading">Reading {what} …</output>
}
