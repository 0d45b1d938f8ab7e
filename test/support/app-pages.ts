import { ROUTES } from '../../apps/dashboard/src/routes.ts'
import { app } from '../../apps/dashboard/src/handlers/page.ts'

/** The address of every page of the dashboard's app, its parameters filled in. */
export function appPages(filled: Readonly<Record<string, string>>): readonly string[] {
  return ROUTES.filter(({ handler }) => handler === app).map(({ path }) =>
    path.replaceAll(/:(\w+)/g, (_, name: string) => {
      const value = filled[name]
      if (value === undefined) throw new Error(`what is :${name} in ${path}?`)
      return encodeURIComponent(value)
    }),
  )
}
