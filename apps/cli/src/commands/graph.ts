import { EXIT } from '@muster/core'
import { type Command, Option } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { renderDot } from '../render/dot.ts'
import { renderMermaid } from '../render/mermaid.ts'
import type { GivenInputs } from '../submission.ts'
import { inputOption, inputsJsonOption } from './options.ts'

interface GraphOptions extends GivenInputs {
  readonly format: 'mermaid' | 'dot'
}

/** Adds `graph FILE`. */
export function addGraph(program: Command, act: Act): void {
  program
    .command('graph')
    .summary('draw a pipeline')
    .description('Draws the graph that a pipeline becomes with these inputs. Starts nothing.')
    .argument('<file>', 'a pipeline file')
    .addOption(
      new Option('-f, --format <format>', 'the language to draw in')
        .choices(['mermaid', 'dot'])
        .default('mermaid'),
    )
    .addOption(inputOption())
    .addOption(inputsJsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ npx muster graph pipeline.yaml --format dot | dot -Tsvg > pipeline.svg',
    )
    .action(act(graph))
}

async function graph(context: Context, file: string, options: GraphOptions): Promise<number> {
  const [{ checkInputs, expand }, { inputsFor, readPipeline }] = await Promise.all([
    import('@muster/dsl'),
    import('../submission.ts'),
  ])
  const { pipeline, source } = await readPipeline(context, file, false)
  const { inputs } = checkInputs(pipeline, inputsFor(pipeline, options))
  const drawn = expand(pipeline, inputs, source)
  if (context.globals.output !== 'text') context.answer(drawn)
  else context.io.out.write(options.format === 'dot' ? renderDot(drawn) : renderMermaid(drawn))
  return EXIT.ok
}
