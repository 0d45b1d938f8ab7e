export { createDashboard, type Dashboard } from './dashboard.ts'
export type { DashboardDeps, LogReader } from './deps.ts'
export { type Permission, ROUTES, type Route } from './routes.ts'
