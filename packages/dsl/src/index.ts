export { evaluate, evaluateBoolean } from './cel/evaluate.ts'
export { renderValue } from './cel/render.ts'
export { expand } from './expand/expand.ts'
export { PROBLEM_CODES, type ProblemCode } from './fault.ts'
export { checkInputs, checkTemplateInputs, coerceInputs } from './inputs.ts'
export { type ParsedPipeline, type ParseOptions, parsePipeline } from './parse-pipeline.ts'
export { type ParsedTemplate, parseTemplate } from './parse-template.ts'
export { PIPELINE_SCHEMA, type Pipeline } from './schema/pipeline.ts'
export type {
  AgentStage,
  BranchList,
  ConditionStage,
  GateStage,
  ParallelStage,
  Stage,
  StageList,
} from './schema/stage.ts'
export { TEMPLATE_SCHEMA, type TemplateDocument } from './schema/template.ts'
export { schemaText } from './schema/text.ts'
export { type TemplateSource, templateSource } from './templates.ts'
