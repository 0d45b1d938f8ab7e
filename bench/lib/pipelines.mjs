// Pipelines of one shape and any size, as texts. Their names differ, so that each is read and checked anew.

let serial = 0

function pipelineOf(kind, stages) {
  serial += 1
  return `name: ${kind}-${serial}\nstages:\n${stages.join('')}`
}

function stage(index, requires) {
  const required =
    requires.length === 0 ? '' : `, requires: [${requires.map((each) => `s${each}`).join(', ')}]`
  return `  - { name: s${index}, template: noop${required} }\n`
}

const upTo = (count) => Array.from({ length: count }, (_, index) => index)

/** Stages that require nothing. */
export function side(size) {
  return pipelineOf(
    'side',
    upTo(size).map((index) => stage(index, [])),
  )
}

/** One stage, then all but two of them side by side, then one. */
export function fanOut(size) {
  const middle = upTo(size).slice(1, -1)
  const stages = [stage(0, []), ...middle.map((index) => stage(index, [0])), stage(size - 1, middle)]
  return pipelineOf('fan-out', stages)
}

/** One after another. */
export function chain(size) {
  return pipelineOf(
    'chain',
    upTo(size).map((index) => stage(index, index === 0 ? [] : [index - 1])),
  )
}

/** Layers of `width` stages, each of which requires three of the layer before: those across from it. */
export function lattice(size, width = 20) {
  const requires = (index) => {
    const [layer, place] = [Math.floor(index / width), index % width]
    if (layer === 0) return []
    return [-1, 0, 1].map((step) => (layer - 1) * width + ((place + step + width) % width))
  }
  return pipelineOf(
    'lattice',
    upTo(size).map((index) => stage(index, requires(index))),
  )
}
