/** Pipelines, stages, inputs and outputs are named alike: dots never appear, so a path reads one way. */
export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}$'
/** `name` or `name@range`. */
export const TEMPLATE_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$'
/** A reference to a stage: a name, or a dotted path. */
export const PATH_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$'
/** A path downwards: no part of it is hidden or leads up. */
export const FILE_PATTERN = '^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$'
export const QUORUM_PATTERN = '^(any|all)$'
/** The longest CEL expression, in characters. */
export const MAX_EXPRESSION = 2_048
