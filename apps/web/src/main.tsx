import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createLive } from './api/live.ts'
import { LiveProvider } from './api/live-context.tsx'
import { createQueries } from './api/query-client.ts'
import { App } from './app.tsx'
import { applyTheme, readTheme } from './shell/theme.ts'
import { Shortcuts } from './ui/shortcuts/shortcuts.tsx'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/ui.css'
import './style/form.css'

applyTheme(readTheme())
const queries = createQueries()
const live = createLive(queries)
const root = document.querySelector('#root')
if (root === null) throw new Error('the document has no root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LiveProvider live={live}>
        <Shortcuts>
          <App />
        </Shortcuts>
      </LiveProvider>
    </QueryClientProvider>
  </StrictMode>,
)
