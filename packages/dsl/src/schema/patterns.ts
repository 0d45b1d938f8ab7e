/** Pipelines, stages, inputs and outputs are named alike: dots never appear, so a path reads one way. */
export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}$'
/** `name` or `name@range`. */
export const TEMPLATE_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$'
/** A reference to a stage: a name, or a dotted path. */
export const PATH_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$'
/** A path downwards: no part of it is hidden or leads up. */
export const FILE_PATTERN = '^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$'
/** A directory: absolute or below the project's, without `.`, `..` and empty steps; or `.`, the project's own. */
export const ROOT_PATTERN = '^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$'
export const HOST_PATTERN =
  '^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$'
/** An environment variable, and a file of a directory. */
export const SECRET_PATTERN = '^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$'
export const QUORUM_PATTERN = '^(any|all)$'
/** The longest CEL expression, in characters. */
export const MAX_EXPRESSION = 2_048
