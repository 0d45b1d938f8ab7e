import { useEffect } from 'react'

/** Names the page in the browser's list of pages. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Muster`
  }, [title])
}
