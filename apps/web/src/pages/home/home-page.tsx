import { useQuery } from '@tanstack/react-query'
import { home } from '../../api/queries.ts'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Amiss } from './amiss.tsx'
import { Charts } from './charts.tsx'
import { HealthList } from './health-list.tsx'
import { NeedsYou } from './needs-you.tsx'
import { Numbers } from './numbers.tsx'
import { SomeRuns } from './some-runs.tsx'
import './home.css'

/** What needs me now, what runs, what failed lately, and how Muster itself is. */
export function HomePage() {
  useTitle('Home')
  const { data, error } = useQuery(home)
  const numbers = data?.numbers ?? null
  return (
    <>
      <h1 className="unseen">Home</h1>
      {error !== null && <Problem of={error} />}
      {data !== undefined && <Amiss of={data.health} />}
      <div className="home">
        <div>
          <NeedsYou />
          <SomeRuns title="Running" status="running" none="Nothing is running." />
          <SomeRuns title="Failed lately" status="failed" none="Nothing has failed." />
        </div>
        <aside aria-label="How Muster is">
          {data !== undefined && <HealthList of={data.health} />}
          {numbers !== null && <Numbers of={numbers} jobs={data?.jobs ?? null} />}
          {numbers !== null && <Charts of={numbers} />}
        </aside>
      </div>
    </>
  )
}
