import { visible } from '@muster/core'
import { useEffect } from 'react'

/** Names the page in the browser's list of pages. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${visible(title, 200)} · Muster`
  }, [title])
}
