import { Link } from 'wouter'
import { useTitle } from '../ui/use-title.ts'

export function NotFoundPage() {
  useTitle('Not found')
  return (
    <section className="empty">
      <h1>Nothing is here</h1>
      <p>
        The address leads nowhere. <Link href="/runs">All runs</Link> are one step away.
      </p>
    </section>
  )
}
