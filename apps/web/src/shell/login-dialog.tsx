import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { leaveLogin, loginToTell, onLoginNeed } from '../api/login-need.ts'
import { whoami } from '../api/queries.ts'
import { Dialog } from '../ui/dialog.tsx'

const WORDS = {
  ended: 'You are no longer logged in here.',
  stale: 'What you decide needs a login of the last five minutes.',
}

/** Has somebody log in again without leaving the page, so that nothing is lost that they typed. */
export function LoginDialog() {
  const need = useSyncExternalStore(onLoginNeed, loginToTell)
  const queries = useQueryClient()
  if (need === null) return null
  return (
    <Dialog title="Log in again" onClose={leaveLogin}>
      <div className="fields">
        <p>{WORDS[need]} This page keeps what you typed: log in in another tab, then go on here.</p>
        <div className="acts">
          <a className="button main" href="/login" target="_blank" rel="noopener">
            Log in in another tab
          </a>
          <button
            type="button"
            onClick={() => {
              leaveLogin()
              void queries.fetchQuery({ ...whoami, staleTime: 0 }).then(() => queries.invalidateQueries())
            }}
          >
            Go on
          </button>
        </div>
      </div>
    </Dialog>
  )
}
