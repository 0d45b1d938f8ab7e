export { createDashboard, type Dashboard } from './dashboard.ts'
export type { DashboardDeps, LogReader } from './deps.ts'
export { ROUTES, type Route } from './routes.ts'
