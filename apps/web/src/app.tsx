import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { HomePage } from './pages/home/home-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { Shell } from './shell/shell.tsx'
import { Loading } from './ui/loading.tsx'

// Home comes with the first script; whatever else is heavy comes when it is gone to.
const FleetPage = lazy(async () => ({
  default: (await import('./pages/fleet/fleet-page.tsx')).FleetPage,
}))
const InboxPage = lazy(async () => ({ default: (await import('./pages/inbox/inbox-page.tsx')).InboxPage }))
const GatePage = lazy(async () => ({ default: (await import('./pages/gate/gate-page.tsx')).GatePage }))
const RunsPage = lazy(async () => ({ default: (await import('./pages/runs/runs-page.tsx')).RunsPage }))
const SearchPage = lazy(async () => ({
  default: (await import('./pages/search/search-page.tsx')).SearchPage,
}))
const TenantsPage = lazy(async () => ({
  default: (await import('./pages/tenants/tenants-page.tsx')).TenantsPage,
}))
const TokensPage = lazy(async () => ({
  default: (await import('./pages/tokens/tokens-page.tsx')).TokensPage,
}))
const RunPage = lazy(async () => ({ default: (await import('./pages/run/run-page.tsx')).RunPage }))
const ComparePage = lazy(async () => ({
  default: (await import('./pages/compare/compare-page.tsx')).ComparePage,
}))

const StartPage = lazy(async () => ({ default: (await import('./pages/start/start-page.tsx')).StartPage }))
const TemplatesPage = lazy(async () => ({
  default: (await import('./pages/templates/templates-page.tsx')).TemplatesPage,
}))
const TemplatePage = lazy(async () => ({
  default: (await import('./pages/templates/template-page.tsx')).TemplatePage,
}))

/** Every page by its address. The server answers each of them with the same document. */
export function App() {
  return (
    <Shell>
      <Suspense fallback={<Loading what="the page" />}>
        <Switch>
          <Route path="/" component={HomePage} />
          <Route path="/inbox" component={InboxPage} />
          <Route path="/gates/:gate" component={GatePage} />
          <Route path="/start" component={StartPage} />
          <Route path="/runs" component={RunsPage} />
          <Route path="/search" component={SearchPage} />
          <Route path="/fleet" component={FleetPage} />
          <Route path="/tenants" component={TenantsPage} />
          <Route path="/tokens" component={TokensPage} />
          <Route path="/runs/:run" component={RunPage} />
          <Route path="/runs/:run/compare/:other" component={ComparePage} />
          <Route path="/templates" component={TemplatesPage} />
          <Route path="/templates/:template" component={TemplatePage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </Shell>
  )
}
