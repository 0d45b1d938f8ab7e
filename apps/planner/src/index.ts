export { createPlanner, type PlannerDeps } from './create-planner.ts'
export { createNoticeLoop, type NoticeDeps } from './notice-loop.ts'
