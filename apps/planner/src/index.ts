export { createPlanner, type PlannerDeps } from './create-planner.ts'
export { type LoadedTemplates, loadPipelines, loadTemplates } from './load-templates.ts'
