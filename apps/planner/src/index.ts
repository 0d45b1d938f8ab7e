export { createPlanner, type PlannerDeps } from './create-planner.ts'
