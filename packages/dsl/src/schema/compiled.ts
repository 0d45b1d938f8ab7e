// @ts-nocheck
// Written by `npm run schemas` from the schemas beside it: neither they nor ajv are loaded when Muster runs.
import type { ValidateFunction } from 'ajv'
import { textLength } from '@muster/core'
export const PIPELINE_SCHEMA: Readonly<Record<string, unknown>> = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:muster:pipeline:1","additionalProperties":false,"title":"Muster pipeline","description":"A pipeline of agents and gates.","type":"object","required":["name","stages"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the pipeline.","type":"string"},"version":{"type":["string","number"],"description":"Its version. Default: 1."},"description":{"description":"What the pipeline is for.","type":"string"},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long a run may take. Default: no limit.","examples":["30m","1h30m"],"type":"string"},"inputs":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What may or must be given when it is started, by name."},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages. Those without `requires` start at once."}},"$defs":{"stage":{"properties":{"type":{"enum":["agent","gate","parallel","condition"],"description":"What kind of stage it is. Default: agent."}},"if":{"properties":{"type":{"const":"gate"}},"required":["type"]},"then":{"$ref":"#/$defs/gate"},"else":{"if":{"properties":{"type":{"const":"parallel"}},"required":["type"]},"then":{"$ref":"#/$defs/parallel"},"else":{"if":{"properties":{"type":{"const":"condition"}},"required":["type"]},"then":{"$ref":"#/$defs/condition"},"else":{"$ref":"#/$defs/agent"}}}},"agent":{"additionalProperties":false,"description":"A stage in which an agent does work.","type":"object","required":["name"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"An agent does work. The default."},"template":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$","description":"The template of the agent: `name`, or `name@range` with a semver range. Default: `default`.","type":"string"},"config":{"additionalProperties":false,"description":"How the agent runs.","type":"object","properties":{"tier":{"type":"integer","enum":[0,1,2,3,4],"description":"What the agent may do: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward. Default: the tier of its template; above that, a gate must come first."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long the stage may take once a worker has it. Default: 30m.","examples":["30m","1h30m"],"type":"string"},"retries":{"type":["integer","object"],"minimum":0,"maximum":100,"required":["max"],"properties":{"max":{"type":"integer","minimum":0,"maximum":100,"description":"Tries after the first."},"backoff":{"type":"string","enum":["fixed","exponential"],"description":"Whether the wait between tries stays the same or doubles. Default: exponential."},"delay":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The wait before the first retry. Default: 1s.","examples":["30m","1h30m"],"type":"string"},"max_delay":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The longest wait between tries. Default: 5m.","examples":["30m","1h30m"],"type":"string"}},"additionalProperties":false,"description":"How often a failed phase is tried again: a number, or how in detail. Default: 0."},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. A value may hold `${{ CEL }}` over `inputs` and `item`. Never put a secret here."},"error_budget":{"type":["integer","object"],"minimum":1,"maximum":1000,"properties":{"errors":{"type":"integer","minimum":1,"maximum":1000,"description":"Errors of all kinds."},"kinds":{"type":"object","propertyNames":{"pattern":"^[A-Za-z0-9_.:-]{1,64}$"},"additionalProperties":{"type":"integer","minimum":1,"maximum":1000},"description":"Errors of one kind: the code of a fault such as `MUSTER_AGENT_FAILED`, `timed_out`, or a kind that the agent reports."},"attempts":{"type":"object","properties":{"preflight":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of PREFLIGHT."},"plan":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of PLAN."},"execute":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of EXECUTE."},"verify":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of VERIFY."}},"additionalProperties":false,"description":"Attempts of one phase, the first included."},"time":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long its attempts may take in all, without the waits between them.","examples":["30m","1h30m"],"type":"string"},"output_bytes":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"Bytes that its program may write to its output and error streams."},"tokens":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"Model tokens, where they are reported."},"cost":{"type":"number","exclusiveMinimum":0,"description":"What the model may cost, where that is reported, in the currency of the report."},"clarifications":{"type":"integer","minimum":0,"maximum":100,"description":"Clarifications before the agent is revoked. Default: 2."}},"additionalProperties":false,"description":"What the agent may spend before its plan must be clarified: a number of errors, or limits in detail. What is not named has no limit."},"inputs":{"type":"object","description":"Values for the inputs of the template. A text may hold `${{ CEL }}` over `inputs`, `stages` and `item`; alone it keeps its type."}}},"approval":{"additionalProperties":false,"description":"Who approves the plan of the agent before it is executed. At tier 2 and above every plan needs an approval, by `role:owner` or `role:approver` when nothing is said.","type":"object","properties":{"approvers":{"minItems":1,"uniqueItems":true,"description":"Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"quorum":{"type":["string","integer"],"pattern":"^(any|all)$","minimum":1,"maximum":1000,"description":"How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus."},"people":{"minimum":1,"maximum":1000,"description":"How many different people must be among them. Default: 1.","type":"integer"},"agents":{"minimum":0,"maximum":1000,"description":"How many agents must be among them. Default: 0.","type":"integer"},"vetoes":{"minItems":1,"uniqueItems":true,"description":"Those whose rejection rejects at once, whatever the count: names or `role:NAME`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long it waits. Default: 24h.","examples":["30m","1h30m"],"type":"string"},"remind":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How often those who have not answered are reminded. Default: never.","examples":["30m","1h30m"],"type":"string"},"on_timeout":{"type":"string","enum":["reject","escalate"],"description":"What happens then: `reject` (default), or `escalate` to further approvers for the same time again."},"escalate_to":{"minItems":1,"uniqueItems":true,"description":"The further approvers of `on_timeout: escalate`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"allow_author":{"description":"Whether whoever started the run may vote. Default: false.","type":"boolean"},"send_backs":{"minimum":0,"maximum":100,"description":"How often it may be sent back to plan anew. Default: 3.","type":"integer"},"message":{"maxLength":4096,"description":"What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.","type":"string"}}}}},"gate":{"additionalProperties":false,"description":"A stage that waits for people to decide.","type":"object","required":["name","type"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Waits until people decide.","const":"gate","type":"string"},"gate_type":{"type":"string","enum":["approval","consensus"],"description":"`approval` (default): one rejection rejects. `consensus`: it passes or fails by the count alone."},"approvers":{"minItems":1,"uniqueItems":true,"description":"Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"quorum":{"type":["string","integer"],"pattern":"^(any|all)$","minimum":1,"maximum":1000,"description":"How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus."},"people":{"minimum":1,"maximum":1000,"description":"How many different people must be among them. Default: 1.","type":"integer"},"agents":{"minimum":0,"maximum":1000,"description":"How many agents must be among them. Default: 0.","type":"integer"},"vetoes":{"minItems":1,"uniqueItems":true,"description":"Those whose rejection rejects at once, whatever the count: names or `role:NAME`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long it waits. Default: 24h.","examples":["30m","1h30m"],"type":"string"},"remind":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How often those who have not answered are reminded. Default: never.","examples":["30m","1h30m"],"type":"string"},"on_timeout":{"type":"string","enum":["reject","escalate"],"description":"What happens then: `reject` (default), or `escalate` to further approvers for the same time again."},"escalate_to":{"minItems":1,"uniqueItems":true,"description":"The further approvers of `on_timeout: escalate`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"allow_author":{"description":"Whether whoever started the run may vote. Default: false.","type":"boolean"},"send_backs":{"minimum":0,"maximum":100,"description":"How often it may be sent back to plan anew. Default: 3.","type":"integer"},"message":{"maxLength":4096,"description":"What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.","type":"string"},"send_back_to":{"minItems":1,"uniqueItems":true,"description":"The agent stages before the gate that plan anew when it is sent back. Default: those that it requires itself.","type":"array","items":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","type":"string"}},"form":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What an approver fills in, by name, as for inputs: the outputs of the gate."}}},"parallel":{"additionalProperties":false,"description":"A stage that runs branches side by side.","type":"object","required":["name","type"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Runs branches side by side.","const":"parallel","type":"string"},"branches":{"type":"array","minItems":1,"items":{"type":["array","object"],"minItems":1,"items":{"$ref":"#/$defs/stage"},"required":["stages"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"A name for readers.","type":"string"},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages of the branch, in sequence."}},"additionalProperties":false},"description":"The branches: each a list of stages that run in sequence."},"foreach":{"type":["string","array"],"minLength":1,"maxItems":1000,"description":"A list, or CEL over `inputs` that gives one: `stages` runs once for each element, which is read as `item`."},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"With `foreach`: the stages that run for each element, in sequence."},"max_concurrency":{"minimum":1,"maximum":1000,"description":"How many branches may run at once. Default: all.","type":"integer"},"fail_fast":{"description":"Whether one failed branch cancels the others. Default: true.","type":"boolean"}}},"condition":{"additionalProperties":false,"description":"A stage that runs one of two branches.","type":"object","required":["name","type","if"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Runs one of two branches.","const":"condition","type":"string"},"if":{"minLength":1,"maxLength":2048,"description":"CEL over `inputs`, `stages` and `item`: decides which branch runs.","type":"string"},"then":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages that run in sequence when `if` is true."},"else":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages that run in sequence when `if` is false."}}}}}
export const TEMPLATE_SCHEMA: Readonly<Record<string, unknown>> = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:muster:template:1","additionalProperties":false,"title":"Muster template","description":"A named, versioned definition of an agent.","type":"object","required":["name","version","tier"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name that stages refer to.","type":"string"},"version":{"maxLength":64,"description":"A semver version.","examples":["1.0.0"],"type":"string"},"description":{"description":"What the agent does.","type":"string"},"tier":{"type":"integer","enum":[0,1,2,3,4],"description":"The highest tier at which a stage may run it without a gate before: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward."},"max_tier":{"type":"integer","enum":[0,1,2,3,4],"description":"The highest tier at which any stage may run it, whoever approves. Default: 4."},"inputs":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What may or must be given when it is started, by name."},"binaries":{"description":"The programs that it needs; PREFLIGHT checks them.","type":"array","items":{"additionalProperties":false,"description":"A program that the agent needs.","type":"object","required":["name"],"properties":{"name":{"pattern":"^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$","description":"The name of the program on the PATH.","type":"string"},"version":{"description":"A semver range. Default: any version.","type":"string"},"version_command":{"minItems":1,"maxItems":256,"description":"The command that prints the version. Default: the program with `--version`.","type":"array","items":{"maxLength":65536,"type":"string"}},"when":{"minLength":1,"maxLength":2048,"description":"CEL over `inputs` of the template: needed only when true.","type":"string"},"install":{"description":"One sentence on how to get it.","type":"string"}}}},"commands":{"type":"object","properties":{"plan":{"minItems":1,"maxItems":256,"description":"Writes the plan.","type":"array","items":{"maxLength":65536,"type":"string"}},"execute":{"minItems":1,"maxItems":256,"description":"Does what the plan says.","type":"array","items":{"maxLength":65536,"type":"string"}},"verify":{"minItems":1,"maxItems":256,"description":"Checks the results.","type":"array","items":{"maxLength":65536,"type":"string"}}},"additionalProperties":false,"description":"A command per phase, as a list of arguments. No shell unless the list names one."},"sandbox":{"additionalProperties":false,"description":"What the sandbox of the agent lets it do, as far as its tier allows it.","type":"object","properties":{"project":{"type":"string","enum":["none","read","write"],"description":"What the agent may do with the directory Muster was started in. Default: read. `write` counts at tiers 2 and 3."},"network":{"type":"string","enum":["none","host"],"description":"Which network it may use. Default: none. `host` counts at tiers 2 and 3."},"memory":{"pattern":"^[1-9]\\d{0,8}(KB|MB|GB)$","description":"The memory that all its processes may have together.","examples":["512MB","2GB"],"type":"string"},"processes":{"minimum":4,"maximum":32768,"description":"How many processes and threads it may have.","type":"integer"},"file_size":{"pattern":"^[1-9]\\d{0,8}(KB|MB|GB)$","description":"The size that a file it writes may have.","examples":["512MB","2GB"],"type":"string"},"cpu":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The processor time that each of its processes may take.","examples":["30m","1h30m"],"type":"string"}}},"files":{"maxItems":64,"uniqueItems":true,"description":"Texts that its commands use, as paths from the directory of the template. An argument that is such a path is given as the place of the file; all are below `MUSTER_TEMPLATE_DIR`.","type":"array","items":{"maxLength":128,"pattern":"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$","type":"string"}},"agent":{"minItems":1,"maxItems":256,"description":"The program of an agent that speaks the agent protocol, instead of `commands`. One process runs all phases.","type":"array","items":{"maxLength":65536,"type":"string"}},"warm":{"minimum":1,"maximum":4,"description":"How many processes of `agent` each worker keeps started for agents to come. Each works for one agent. Default: none.","type":"integer"},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. Never put a secret here."},"outputs":{"uniqueItems":true,"description":"The outputs that EXECUTE promises to write.","type":"array","items":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","type":"string"}},"effects":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"object","required":["verb"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."}},"allOf":[{"if":{"required":["verb"],"properties":{"verb":{"const":"file.write"}}},"then":{"required":["roots"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"roots":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","maxLength":1024,"pattern":"^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$"},"description":"The directories below which files may be written: absolute, or below the directory Muster was started in."},"max_bytes":{"type":"integer","minimum":1,"maximum":1048576,"description":"The largest file. Default: 1048576."},"irreversible":{"type":"boolean","description":"Whether what it does cannot be changed back: then only tier 3 may. Default: false."}},"additionalProperties":false}},{"if":{"required":["verb"],"properties":{"verb":{"const":"command.run"}}},"then":{"required":["commands"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"commands":{"type":"object","minProperties":1,"propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"type":"array","minItems":1,"maxItems":256,"items":{"type":"string","maxLength":65536}},"description":"The commands that may be run, by name, each as a list of arguments."},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. Never put a secret here."},"secrets":{"type":"array","minItems":1,"maxItems":16,"uniqueItems":true,"items":{"type":"string","pattern":"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"},"description":"Names of secrets of the worker that the commands are given as environment variables, at tier 2 and above."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long a command may take. Default: 1m.","examples":["30m","1h30m"],"type":"string"},"irreversible":{"type":"boolean","description":"Whether what it does cannot be changed back: then only tier 3 may. Default: false."}},"additionalProperties":false}},{"if":{"required":["verb"],"properties":{"verb":{"const":"http.request"}}},"then":{"required":["hosts"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"hosts":{"type":"array","minItems":1,"maxItems":256,"items":{"type":"string","pattern":"^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$"},"description":"The hosts that may be asked: `name`, or `name:port` for another than the usual port; `*` for every host."},"methods":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE"]},"description":"The methods that may be used. Default: GET and HEAD."},"private":{"type":"boolean","description":"Whether the hosts may be loopback or private addresses. Default: false."},"secrets":{"type":"array","minItems":1,"maxItems":16,"uniqueItems":true,"items":{"type":"string","pattern":"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"},"description":"Names of secrets of the worker that headers of requests may refer to, at tier 2 and above."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long a request may take. Default: 30s.","examples":["30m","1h30m"],"type":"string"},"irreversible":{"type":"boolean","description":"Whether what it does cannot be changed back: then only tier 3 may. Default: false."}},"additionalProperties":false}},{"if":{"required":["verb"],"properties":{"verb":{"const":"model.complete"}}},"then":{"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"max_tokens":{"type":"integer","minimum":1,"maximum":32000,"description":"The longest answer, in tokens of the model. Default: 4000."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long an answer may take. Default: 2m.","examples":["30m","1h30m"],"type":"string"}},"additionalProperties":false}}]},"description":"What agents may ask their host to do outside the workspace, when their plan and tier allow it."}}}
export const validatePipeline: ValidateFunction = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:muster:pipeline:1","additionalProperties":false,"title":"Muster pipeline","description":"A pipeline of agents and gates.","type":"object","required":["name","stages"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the pipeline.","type":"string"},"version":{"type":["string","number"],"description":"Its version. Default: 1."},"description":{"description":"What the pipeline is for.","type":"string"},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long a run may take. Default: no limit.","examples":["30m","1h30m"],"type":"string"},"inputs":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What may or must be given when it is started, by name."},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages. Those without `requires` start at once."}},"$defs":{"stage":{"properties":{"type":{"enum":["agent","gate","parallel","condition"],"description":"What kind of stage it is. Default: agent."}},"if":{"properties":{"type":{"const":"gate"}},"required":["type"]},"then":{"$ref":"#/$defs/gate"},"else":{"if":{"properties":{"type":{"const":"parallel"}},"required":["type"]},"then":{"$ref":"#/$defs/parallel"},"else":{"if":{"properties":{"type":{"const":"condition"}},"required":["type"]},"then":{"$ref":"#/$defs/condition"},"else":{"$ref":"#/$defs/agent"}}}},"agent":{"additionalProperties":false,"description":"A stage in which an agent does work.","type":"object","required":["name"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"An agent does work. The default."},"template":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$","description":"The template of the agent: `name`, or `name@range` with a semver range. Default: `default`.","type":"string"},"config":{"additionalProperties":false,"description":"How the agent runs.","type":"object","properties":{"tier":{"type":"integer","enum":[0,1,2,3,4],"description":"What the agent may do: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward. Default: the tier of its template; above that, a gate must come first."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long the stage may take once a worker has it. Default: 30m.","examples":["30m","1h30m"],"type":"string"},"retries":{"type":["integer","object"],"minimum":0,"maximum":100,"required":["max"],"properties":{"max":{"type":"integer","minimum":0,"maximum":100,"description":"Tries after the first."},"backoff":{"type":"string","enum":["fixed","exponential"],"description":"Whether the wait between tries stays the same or doubles. Default: exponential."},"delay":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The wait before the first retry. Default: 1s.","examples":["30m","1h30m"],"type":"string"},"max_delay":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The longest wait between tries. Default: 5m.","examples":["30m","1h30m"],"type":"string"}},"additionalProperties":false,"description":"How often a failed phase is tried again: a number, or how in detail. Default: 0."},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. A value may hold `${{ CEL }}` over `inputs` and `item`. Never put a secret here."},"error_budget":{"type":["integer","object"],"minimum":1,"maximum":1000,"properties":{"errors":{"type":"integer","minimum":1,"maximum":1000,"description":"Errors of all kinds."},"kinds":{"type":"object","propertyNames":{"pattern":"^[A-Za-z0-9_.:-]{1,64}$"},"additionalProperties":{"type":"integer","minimum":1,"maximum":1000},"description":"Errors of one kind: the code of a fault such as `MUSTER_AGENT_FAILED`, `timed_out`, or a kind that the agent reports."},"attempts":{"type":"object","properties":{"preflight":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of PREFLIGHT."},"plan":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of PLAN."},"execute":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of EXECUTE."},"verify":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of VERIFY."}},"additionalProperties":false,"description":"Attempts of one phase, the first included."},"time":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long its attempts may take in all, without the waits between them.","examples":["30m","1h30m"],"type":"string"},"output_bytes":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"Bytes that its program may write to its output and error streams."},"tokens":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"Model tokens, where they are reported."},"cost":{"type":"number","exclusiveMinimum":0,"description":"What the model may cost, where that is reported, in the currency of the report."},"clarifications":{"type":"integer","minimum":0,"maximum":100,"description":"Clarifications before the agent is revoked. Default: 2."}},"additionalProperties":false,"description":"What the agent may spend before its plan must be clarified: a number of errors, or limits in detail. What is not named has no limit."},"inputs":{"type":"object","description":"Values for the inputs of the template. A text may hold `${{ CEL }}` over `inputs`, `stages` and `item`; alone it keeps its type."}}},"approval":{"additionalProperties":false,"description":"Who approves the plan of the agent before it is executed. At tier 2 and above every plan needs an approval, by `role:owner` or `role:approver` when nothing is said.","type":"object","properties":{"approvers":{"minItems":1,"uniqueItems":true,"description":"Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"quorum":{"type":["string","integer"],"pattern":"^(any|all)$","minimum":1,"maximum":1000,"description":"How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus."},"people":{"minimum":1,"maximum":1000,"description":"How many different people must be among them. Default: 1.","type":"integer"},"agents":{"minimum":0,"maximum":1000,"description":"How many agents must be among them. Default: 0.","type":"integer"},"vetoes":{"minItems":1,"uniqueItems":true,"description":"Those whose rejection rejects at once, whatever the count: names or `role:NAME`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long it waits. Default: 24h.","examples":["30m","1h30m"],"type":"string"},"remind":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How often those who have not answered are reminded. Default: never.","examples":["30m","1h30m"],"type":"string"},"on_timeout":{"type":"string","enum":["reject","escalate"],"description":"What happens then: `reject` (default), or `escalate` to further approvers for the same time again."},"escalate_to":{"minItems":1,"uniqueItems":true,"description":"The further approvers of `on_timeout: escalate`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"allow_author":{"description":"Whether whoever started the run may vote. Default: false.","type":"boolean"},"send_backs":{"minimum":0,"maximum":100,"description":"How often it may be sent back to plan anew. Default: 3.","type":"integer"},"message":{"maxLength":4096,"description":"What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.","type":"string"}}}}},"gate":{"additionalProperties":false,"description":"A stage that waits for people to decide.","type":"object","required":["name","type"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Waits until people decide.","const":"gate","type":"string"},"gate_type":{"type":"string","enum":["approval","consensus"],"description":"`approval` (default): one rejection rejects. `consensus`: it passes or fails by the count alone."},"approvers":{"minItems":1,"uniqueItems":true,"description":"Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"quorum":{"type":["string","integer"],"pattern":"^(any|all)$","minimum":1,"maximum":1000,"description":"How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus."},"people":{"minimum":1,"maximum":1000,"description":"How many different people must be among them. Default: 1.","type":"integer"},"agents":{"minimum":0,"maximum":1000,"description":"How many agents must be among them. Default: 0.","type":"integer"},"vetoes":{"minItems":1,"uniqueItems":true,"description":"Those whose rejection rejects at once, whatever the count: names or `role:NAME`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long it waits. Default: 24h.","examples":["30m","1h30m"],"type":"string"},"remind":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How often those who have not answered are reminded. Default: never.","examples":["30m","1h30m"],"type":"string"},"on_timeout":{"type":"string","enum":["reject","escalate"],"description":"What happens then: `reject` (default), or `escalate` to further approvers for the same time again."},"escalate_to":{"minItems":1,"uniqueItems":true,"description":"The further approvers of `on_timeout: escalate`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"allow_author":{"description":"Whether whoever started the run may vote. Default: false.","type":"boolean"},"send_backs":{"minimum":0,"maximum":100,"description":"How often it may be sent back to plan anew. Default: 3.","type":"integer"},"message":{"maxLength":4096,"description":"What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.","type":"string"},"send_back_to":{"minItems":1,"uniqueItems":true,"description":"The agent stages before the gate that plan anew when it is sent back. Default: those that it requires itself.","type":"array","items":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","type":"string"}},"form":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What an approver fills in, by name, as for inputs: the outputs of the gate."}}},"parallel":{"additionalProperties":false,"description":"A stage that runs branches side by side.","type":"object","required":["name","type"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Runs branches side by side.","const":"parallel","type":"string"},"branches":{"type":"array","minItems":1,"items":{"type":["array","object"],"minItems":1,"items":{"$ref":"#/$defs/stage"},"required":["stages"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"A name for readers.","type":"string"},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages of the branch, in sequence."}},"additionalProperties":false},"description":"The branches: each a list of stages that run in sequence."},"foreach":{"type":["string","array"],"minLength":1,"maxItems":1000,"description":"A list, or CEL over `inputs` that gives one: `stages` runs once for each element, which is read as `item`."},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"With `foreach`: the stages that run for each element, in sequence."},"max_concurrency":{"minimum":1,"maximum":1000,"description":"How many branches may run at once. Default: all.","type":"integer"},"fail_fast":{"description":"Whether one failed branch cancels the others. Default: true.","type":"boolean"}}},"condition":{"additionalProperties":false,"description":"A stage that runs one of two branches.","type":"object","required":["name","type","if"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Runs one of two branches.","const":"condition","type":"string"},"if":{"minLength":1,"maxLength":2048,"description":"CEL over `inputs`, `stages` and `item`: decides which branch runs.","type":"string"},"then":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages that run in sequence when `if` is true."},"else":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages that run in sequence when `if` is false."}}}}};
const pattern4 = new RegExp("^[A-Za-z][A-Za-z0-9_-]{0,62}$", "u");
const pattern5 = new RegExp("^(\\d+(ms|s|m|h|d))+$", "u");
const func1 = textLength;
const schema32 = {"properties":{"type":{"enum":["agent","gate","parallel","condition"],"description":"What kind of stage it is. Default: agent."}},"if":{"properties":{"type":{"const":"gate"}},"required":["type"]},"then":{"$ref":"#/$defs/gate"},"else":{"if":{"properties":{"type":{"const":"parallel"}},"required":["type"]},"then":{"$ref":"#/$defs/parallel"},"else":{"if":{"properties":{"type":{"const":"condition"}},"required":["type"]},"then":{"$ref":"#/$defs/condition"},"else":{"$ref":"#/$defs/agent"}}}};
const schema33 = {"additionalProperties":false,"description":"A stage that waits for people to decide.","type":"object","required":["name","type"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Waits until people decide.","const":"gate","type":"string"},"gate_type":{"type":"string","enum":["approval","consensus"],"description":"`approval` (default): one rejection rejects. `consensus`: it passes or fails by the count alone."},"approvers":{"minItems":1,"uniqueItems":true,"description":"Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"quorum":{"type":["string","integer"],"pattern":"^(any|all)$","minimum":1,"maximum":1000,"description":"How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus."},"people":{"minimum":1,"maximum":1000,"description":"How many different people must be among them. Default: 1.","type":"integer"},"agents":{"minimum":0,"maximum":1000,"description":"How many agents must be among them. Default: 0.","type":"integer"},"vetoes":{"minItems":1,"uniqueItems":true,"description":"Those whose rejection rejects at once, whatever the count: names or `role:NAME`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long it waits. Default: 24h.","examples":["30m","1h30m"],"type":"string"},"remind":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How often those who have not answered are reminded. Default: never.","examples":["30m","1h30m"],"type":"string"},"on_timeout":{"type":"string","enum":["reject","escalate"],"description":"What happens then: `reject` (default), or `escalate` to further approvers for the same time again."},"escalate_to":{"minItems":1,"uniqueItems":true,"description":"The further approvers of `on_timeout: escalate`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"allow_author":{"description":"Whether whoever started the run may vote. Default: false.","type":"boolean"},"send_backs":{"minimum":0,"maximum":100,"description":"How often it may be sent back to plan anew. Default: 3.","type":"integer"},"message":{"maxLength":4096,"description":"What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.","type":"string"},"send_back_to":{"minItems":1,"uniqueItems":true,"description":"The agent stages before the gate that plan anew when it is sent back. Default: those that it requires itself.","type":"array","items":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","type":"string"}},"form":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What an approver fills in, by name, as for inputs: the outputs of the gate."}}};
const schema36 = {"additionalProperties":false,"description":"A stage in which an agent does work.","type":"object","required":["name"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"An agent does work. The default."},"template":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$","description":"The template of the agent: `name`, or `name@range` with a semver range. Default: `default`.","type":"string"},"config":{"additionalProperties":false,"description":"How the agent runs.","type":"object","properties":{"tier":{"type":"integer","enum":[0,1,2,3,4],"description":"What the agent may do: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward. Default: the tier of its template; above that, a gate must come first."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long the stage may take once a worker has it. Default: 30m.","examples":["30m","1h30m"],"type":"string"},"retries":{"type":["integer","object"],"minimum":0,"maximum":100,"required":["max"],"properties":{"max":{"type":"integer","minimum":0,"maximum":100,"description":"Tries after the first."},"backoff":{"type":"string","enum":["fixed","exponential"],"description":"Whether the wait between tries stays the same or doubles. Default: exponential."},"delay":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The wait before the first retry. Default: 1s.","examples":["30m","1h30m"],"type":"string"},"max_delay":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The longest wait between tries. Default: 5m.","examples":["30m","1h30m"],"type":"string"}},"additionalProperties":false,"description":"How often a failed phase is tried again: a number, or how in detail. Default: 0."},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. A value may hold `${{ CEL }}` over `inputs` and `item`. Never put a secret here."},"error_budget":{"type":["integer","object"],"minimum":1,"maximum":1000,"properties":{"errors":{"type":"integer","minimum":1,"maximum":1000,"description":"Errors of all kinds."},"kinds":{"type":"object","propertyNames":{"pattern":"^[A-Za-z0-9_.:-]{1,64}$"},"additionalProperties":{"type":"integer","minimum":1,"maximum":1000},"description":"Errors of one kind: the code of a fault such as `MUSTER_AGENT_FAILED`, `timed_out`, or a kind that the agent reports."},"attempts":{"type":"object","properties":{"preflight":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of PREFLIGHT."},"plan":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of PLAN."},"execute":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of EXECUTE."},"verify":{"type":"integer","minimum":1,"maximum":1000,"description":"Attempts of VERIFY."}},"additionalProperties":false,"description":"Attempts of one phase, the first included."},"time":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long its attempts may take in all, without the waits between them.","examples":["30m","1h30m"],"type":"string"},"output_bytes":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"Bytes that its program may write to its output and error streams."},"tokens":{"type":"integer","minimum":1,"maximum":9007199254740991,"description":"Model tokens, where they are reported."},"cost":{"type":"number","exclusiveMinimum":0,"description":"What the model may cost, where that is reported, in the currency of the report."},"clarifications":{"type":"integer","minimum":0,"maximum":100,"description":"Clarifications before the agent is revoked. Default: 2."}},"additionalProperties":false,"description":"What the agent may spend before its plan must be clarified: a number of errors, or limits in detail. What is not named has no limit."},"inputs":{"type":"object","description":"Values for the inputs of the template. A text may hold `${{ CEL }}` over `inputs`, `stages` and `item`; alone it keeps its type."}}},"approval":{"additionalProperties":false,"description":"Who approves the plan of the agent before it is executed. At tier 2 and above every plan needs an approval, by `role:owner` or `role:approver` when nothing is said.","type":"object","properties":{"approvers":{"minItems":1,"uniqueItems":true,"description":"Who decides: names, `role:NAME`, or `agent:STAGE` for an agent that votes with its output `vote`. Without it, anyone who may vote at all.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"quorum":{"type":["string","integer"],"pattern":"^(any|all)$","minimum":1,"maximum":1000,"description":"How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus."},"people":{"minimum":1,"maximum":1000,"description":"How many different people must be among them. Default: 1.","type":"integer"},"agents":{"minimum":0,"maximum":1000,"description":"How many agents must be among them. Default: 0.","type":"integer"},"vetoes":{"minItems":1,"uniqueItems":true,"description":"Those whose rejection rejects at once, whatever the count: names or `role:NAME`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long it waits. Default: 24h.","examples":["30m","1h30m"],"type":"string"},"remind":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How often those who have not answered are reminded. Default: never.","examples":["30m","1h30m"],"type":"string"},"on_timeout":{"type":"string","enum":["reject","escalate"],"description":"What happens then: `reject` (default), or `escalate` to further approvers for the same time again."},"escalate_to":{"minItems":1,"uniqueItems":true,"description":"The further approvers of `on_timeout: escalate`.","type":"array","items":{"pattern":"^[^\\s,]{1,128}$","type":"string"}},"allow_author":{"description":"Whether whoever started the run may vote. Default: false.","type":"boolean"},"send_backs":{"minimum":0,"maximum":100,"description":"How often it may be sent back to plan anew. Default: 3.","type":"integer"},"message":{"maxLength":4096,"description":"What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.","type":"string"}}}}};
const func2 = Object.prototype.hasOwnProperty;
const pattern8 = new RegExp("^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$", "u");
const pattern10 = new RegExp("^[^\\s,]{1,128}$", "u");
const pattern11 = new RegExp("^(any|all)$", "u");
const pattern28 = new RegExp("^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$", "u");
const pattern32 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");
const pattern33 = new RegExp("^[A-Za-z0-9_.:-]{1,64}$", "u");
const schema34 = {"additionalProperties":false,"description":"A stage that runs branches side by side.","type":"object","required":["name","type"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Runs branches side by side.","const":"parallel","type":"string"},"branches":{"type":"array","minItems":1,"items":{"type":["array","object"],"minItems":1,"items":{"$ref":"#/$defs/stage"},"required":["stages"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"A name for readers.","type":"string"},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages of the branch, in sequence."}},"additionalProperties":false},"description":"The branches: each a list of stages that run in sequence."},"foreach":{"type":["string","array"],"minLength":1,"maxItems":1000,"description":"A list, or CEL over `inputs` that gives one: `stages` runs once for each element, which is read as `item`."},"stages":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"With `foreach`: the stages that run for each element, in sequence."},"max_concurrency":{"minimum":1,"maximum":1000,"description":"How many branches may run at once. Default: all.","type":"integer"},"fail_fast":{"description":"Whether one failed branch cancels the others. Default: true.","type":"boolean"}}};
const wrapper0 = {validate: validate21};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.type === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema34.properties, key0))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema34.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.name.type,parentSchema:schema34.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.description !== undefined){
let data1 = data.description;
if(typeof data1 !== "string"){
const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.description.type,parentSchema:schema34.properties.description,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.requires !== undefined){
let data2 = data.requires;
if((typeof data2 !== "string") && (!(Array.isArray(data2)))){
const err6 = {instancePath:instancePath+"/requires",schemaPath:"#/properties/requires/type",keyword:"type",params:{type: schema34.properties.requires.type},message:"must be string,array",schema:schema34.properties.requires.type,parentSchema:schema34.properties.requires,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data2 === "string"){
if(!pattern8.test(data2)){
const err7 = {instancePath:instancePath+"/requires",schemaPath:"#/properties/requires/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema34.properties.requires,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern8.test(data3)){
const err8 = {instancePath:instancePath+"/requires/" + i0,schemaPath:"#/properties/requires/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema34.properties.requires.items,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/requires/" + i0,schemaPath:"#/properties/requires/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.requires.items.type,parentSchema:schema34.properties.requires.items,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
if(data.requires_result !== undefined){
let data4 = data.requires_result;
if(typeof data4 !== "string"){
const err10 = {instancePath:instancePath+"/requires_result",schemaPath:"#/properties/requires_result/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.requires_result.type,parentSchema:schema34.properties.requires_result,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!(((data4 === "succeeded") || (data4 === "finished")) || (data4 === "failed"))){
const err11 = {instancePath:instancePath+"/requires_result",schemaPath:"#/properties/requires_result/enum",keyword:"enum",params:{allowedValues: schema34.properties.requires_result.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.requires_result.enum,parentSchema:schema34.properties.requires_result,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.when !== undefined){
let data5 = data.when;
if(typeof data5 === "string"){
if(func1(data5) > 2048){
const err12 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema34.properties.when,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(func1(data5) < 1){
const err13 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema34.properties.when,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.when.type,parentSchema:schema34.properties.when,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.type !== undefined){
let data6 = data.type;
if(typeof data6 !== "string"){
const err15 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.type.type,parentSchema:schema34.properties.type,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if("parallel" !== data6){
const err16 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "parallel"},message:"must be equal to constant",schema:"parallel",parentSchema:schema34.properties.type,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.branches !== undefined){
let data7 = data.branches;
if(Array.isArray(data7)){
if(data7.length < 1){
const err17 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema34.properties.branches,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
if(!data8 || typeof data8 != "object"){
const err18 = {instancePath:instancePath+"/branches/" + i1,schemaPath:"#/properties/branches/items/type",keyword:"type",params:{type: schema34.properties.branches.items.type},message:"must be array,object",schema:schema34.properties.branches.items.type,parentSchema:schema34.properties.branches.items,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(Array.isArray(data8)){
if(data8.length < 1){
const err19 = {instancePath:instancePath+"/branches/" + i1,schemaPath:"#/properties/branches/items/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema34.properties.branches.items,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
if(!(wrapper0.validate(data8[i2], {instancePath:instancePath+"/branches/" + i1+"/" + i2,parentData:data8,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.stages === undefined){
const err20 = {instancePath:instancePath+"/branches/" + i1,schemaPath:"#/properties/branches/items/required",keyword:"required",params:{missingProperty: "stages"},message:"must have required property '"+"stages"+"'",schema:schema34.properties.branches.items.required,parentSchema:schema34.properties.branches.items,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
for(const key1 in data8){
if(!((key1 === "name") || (key1 === "stages"))){
const err21 = {instancePath:instancePath+"/branches/" + i1,schemaPath:"#/properties/branches/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema34.properties.branches.items,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data8.name !== undefined){
let data10 = data8.name;
if(typeof data10 === "string"){
if(!pattern4.test(data10)){
const err22 = {instancePath:instancePath+"/branches/" + i1+"/name",schemaPath:"#/properties/branches/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema34.properties.branches.items.properties.name,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/branches/" + i1+"/name",schemaPath:"#/properties/branches/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.branches.items.properties.name.type,parentSchema:schema34.properties.branches.items.properties.name,data:data10};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data8.stages !== undefined){
let data11 = data8.stages;
if(Array.isArray(data11)){
if(data11.length < 1){
const err24 = {instancePath:instancePath+"/branches/" + i1+"/stages",schemaPath:"#/properties/branches/items/properties/stages/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema34.properties.branches.items.properties.stages,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
const len3 = data11.length;
for(let i3=0; i3<len3; i3++){
if(!(wrapper0.validate(data11[i3], {instancePath:instancePath+"/branches/" + i1+"/stages/" + i3,parentData:data11,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err25 = {instancePath:instancePath+"/branches/" + i1+"/stages",schemaPath:"#/properties/branches/items/properties/stages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.properties.branches.items.properties.stages.type,parentSchema:schema34.properties.branches.items.properties.stages,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
}
else {
const err26 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.properties.branches.type,parentSchema:schema34.properties.branches,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.foreach !== undefined){
let data13 = data.foreach;
if((typeof data13 !== "string") && (!(Array.isArray(data13)))){
const err27 = {instancePath:instancePath+"/foreach",schemaPath:"#/properties/foreach/type",keyword:"type",params:{type: schema34.properties.foreach.type},message:"must be string,array",schema:schema34.properties.foreach.type,parentSchema:schema34.properties.foreach,data:data13};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(typeof data13 === "string"){
if(func1(data13) < 1){
const err28 = {instancePath:instancePath+"/foreach",schemaPath:"#/properties/foreach/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema34.properties.foreach,data:data13};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(Array.isArray(data13)){
if(data13.length > 1000){
const err29 = {instancePath:instancePath+"/foreach",schemaPath:"#/properties/foreach/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items",schema:1000,parentSchema:schema34.properties.foreach,data:data13};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
if(data.stages !== undefined){
let data14 = data.stages;
if(Array.isArray(data14)){
if(data14.length < 1){
const err30 = {instancePath:instancePath+"/stages",schemaPath:"#/properties/stages/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema34.properties.stages,data:data14};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
const len4 = data14.length;
for(let i4=0; i4<len4; i4++){
if(!(wrapper0.validate(data14[i4], {instancePath:instancePath+"/stages/" + i4,parentData:data14,parentDataProperty:i4,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err31 = {instancePath:instancePath+"/stages",schemaPath:"#/properties/stages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.properties.stages.type,parentSchema:schema34.properties.stages,data:data14};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.max_concurrency !== undefined){
let data16 = data.max_concurrency;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err32 = {instancePath:instancePath+"/max_concurrency",schemaPath:"#/properties/max_concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.max_concurrency.type,parentSchema:schema34.properties.max_concurrency,data:data16};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 1000 || isNaN(data16)){
const err33 = {instancePath:instancePath+"/max_concurrency",schemaPath:"#/properties/max_concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema34.properties.max_concurrency,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data16 < 1 || isNaN(data16)){
const err34 = {instancePath:instancePath+"/max_concurrency",schemaPath:"#/properties/max_concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.max_concurrency,data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data.fail_fast !== undefined){
let data17 = data.fail_fast;
if(typeof data17 !== "boolean"){
const err35 = {instancePath:instancePath+"/fail_fast",schemaPath:"#/properties/fail_fast/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.fail_fast.type,parentSchema:schema34.properties.fail_fast,data:data17};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema35 = {"additionalProperties":false,"description":"A stage that runs one of two branches.","type":"object","required":["name","type","if"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.","type":"string"},"description":{"description":"What the stage is for.","type":"string"},"requires":{"type":["string","array"],"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$","items":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},"description":"The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out."},"requires_result":{"type":"string","enum":["succeeded","finished","failed"],"description":"What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed."},"when":{"minLength":1,"maxLength":2048,"description":"CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.","type":"string"},"type":{"description":"Runs one of two branches.","const":"condition","type":"string"},"if":{"minLength":1,"maxLength":2048,"description":"CEL over `inputs`, `stages` and `item`: decides which branch runs.","type":"string"},"then":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages that run in sequence when `if` is true."},"else":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/stage"},"description":"The stages that run in sequence when `if` is false."}}};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.type === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.if === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "if"},message:"must have required property '"+"if"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema35.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema35.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.name.type,parentSchema:schema35.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.description !== undefined){
let data1 = data.description;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.description.type,parentSchema:schema35.properties.description,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.requires !== undefined){
let data2 = data.requires;
if((typeof data2 !== "string") && (!(Array.isArray(data2)))){
const err7 = {instancePath:instancePath+"/requires",schemaPath:"#/properties/requires/type",keyword:"type",params:{type: schema35.properties.requires.type},message:"must be string,array",schema:schema35.properties.requires.type,parentSchema:schema35.properties.requires,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data2 === "string"){
if(!pattern8.test(data2)){
const err8 = {instancePath:instancePath+"/requires",schemaPath:"#/properties/requires/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema35.properties.requires,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern8.test(data3)){
const err9 = {instancePath:instancePath+"/requires/" + i0,schemaPath:"#/properties/requires/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema35.properties.requires.items,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/requires/" + i0,schemaPath:"#/properties/requires/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.requires.items.type,parentSchema:schema35.properties.requires.items,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
if(data.requires_result !== undefined){
let data4 = data.requires_result;
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/requires_result",schemaPath:"#/properties/requires_result/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.requires_result.type,parentSchema:schema35.properties.requires_result,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!(((data4 === "succeeded") || (data4 === "finished")) || (data4 === "failed"))){
const err12 = {instancePath:instancePath+"/requires_result",schemaPath:"#/properties/requires_result/enum",keyword:"enum",params:{allowedValues: schema35.properties.requires_result.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.requires_result.enum,parentSchema:schema35.properties.requires_result,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.when !== undefined){
let data5 = data.when;
if(typeof data5 === "string"){
if(func1(data5) > 2048){
const err13 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema35.properties.when,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(func1(data5) < 1){
const err14 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema35.properties.when,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.when.type,parentSchema:schema35.properties.when,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.type !== undefined){
let data6 = data.type;
if(typeof data6 !== "string"){
const err16 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.type.type,parentSchema:schema35.properties.type,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if("condition" !== data6){
const err17 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "condition"},message:"must be equal to constant",schema:"condition",parentSchema:schema35.properties.type,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.if !== undefined){
let data7 = data.if;
if(typeof data7 === "string"){
if(func1(data7) > 2048){
const err18 = {instancePath:instancePath+"/if",schemaPath:"#/properties/if/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema35.properties.if,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(func1(data7) < 1){
const err19 = {instancePath:instancePath+"/if",schemaPath:"#/properties/if/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema35.properties.if,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/if",schemaPath:"#/properties/if/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.if.type,parentSchema:schema35.properties.if,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.then !== undefined){
let data8 = data.then;
if(Array.isArray(data8)){
if(data8.length < 1){
const err21 = {instancePath:instancePath+"/then",schemaPath:"#/properties/then/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema35.properties.then,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
if(!(wrapper0.validate(data8[i1], {instancePath:instancePath+"/then/" + i1,parentData:data8,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err22 = {instancePath:instancePath+"/then",schemaPath:"#/properties/then/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema35.properties.then.type,parentSchema:schema35.properties.then,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.else !== undefined){
let data10 = data.else;
if(Array.isArray(data10)){
if(data10.length < 1){
const err23 = {instancePath:instancePath+"/else",schemaPath:"#/properties/else/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema35.properties.else,data:data10};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
if(!(wrapper0.validate(data10[i2], {instancePath:instancePath+"/else/" + i2,parentData:data10,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err24 = {instancePath:instancePath+"/else",schemaPath:"#/properties/else/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema35.properties.else.type,parentSchema:schema35.properties.else,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.type === undefined) && (missing0 = "type")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.type !== undefined){
if("gate" !== data.type){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/$defs/gate/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.type === undefined){
const err3 = {instancePath,schemaPath:"#/$defs/gate/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema33.properties, key0))){
const err4 = {instancePath,schemaPath:"#/$defs/gate/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/gate/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema33.properties.name,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/gate/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.name.type,parentSchema:schema33.properties.name,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/description",schemaPath:"#/$defs/gate/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.description.type,parentSchema:schema33.properties.description,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.requires !== undefined){
let data3 = data.requires;
if((typeof data3 !== "string") && (!(Array.isArray(data3)))){
const err8 = {instancePath:instancePath+"/requires",schemaPath:"#/$defs/gate/properties/requires/type",keyword:"type",params:{type: schema33.properties.requires.type},message:"must be string,array",schema:schema33.properties.requires.type,parentSchema:schema33.properties.requires,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern8.test(data3)){
const err9 = {instancePath:instancePath+"/requires",schemaPath:"#/$defs/gate/properties/requires/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema33.properties.requires,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 === "string"){
if(!pattern8.test(data4)){
const err10 = {instancePath:instancePath+"/requires/" + i0,schemaPath:"#/$defs/gate/properties/requires/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema33.properties.requires.items,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/requires/" + i0,schemaPath:"#/$defs/gate/properties/requires/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.requires.items.type,parentSchema:schema33.properties.requires.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.requires_result !== undefined){
let data5 = data.requires_result;
if(typeof data5 !== "string"){
const err12 = {instancePath:instancePath+"/requires_result",schemaPath:"#/$defs/gate/properties/requires_result/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.requires_result.type,parentSchema:schema33.properties.requires_result,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!(((data5 === "succeeded") || (data5 === "finished")) || (data5 === "failed"))){
const err13 = {instancePath:instancePath+"/requires_result",schemaPath:"#/$defs/gate/properties/requires_result/enum",keyword:"enum",params:{allowedValues: schema33.properties.requires_result.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.requires_result.enum,parentSchema:schema33.properties.requires_result,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.when !== undefined){
let data6 = data.when;
if(typeof data6 === "string"){
if(func1(data6) > 2048){
const err14 = {instancePath:instancePath+"/when",schemaPath:"#/$defs/gate/properties/when/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema33.properties.when,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(func1(data6) < 1){
const err15 = {instancePath:instancePath+"/when",schemaPath:"#/$defs/gate/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.when,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/when",schemaPath:"#/$defs/gate/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.when.type,parentSchema:schema33.properties.when,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.type !== undefined){
let data7 = data.type;
if(typeof data7 !== "string"){
const err17 = {instancePath:instancePath+"/type",schemaPath:"#/$defs/gate/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.type.type,parentSchema:schema33.properties.type,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if("gate" !== data7){
const err18 = {instancePath:instancePath+"/type",schemaPath:"#/$defs/gate/properties/type/const",keyword:"const",params:{allowedValue: "gate"},message:"must be equal to constant",schema:"gate",parentSchema:schema33.properties.type,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.gate_type !== undefined){
let data8 = data.gate_type;
if(typeof data8 !== "string"){
const err19 = {instancePath:instancePath+"/gate_type",schemaPath:"#/$defs/gate/properties/gate_type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.gate_type.type,parentSchema:schema33.properties.gate_type,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!((data8 === "approval") || (data8 === "consensus"))){
const err20 = {instancePath:instancePath+"/gate_type",schemaPath:"#/$defs/gate/properties/gate_type/enum",keyword:"enum",params:{allowedValues: schema33.properties.gate_type.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.gate_type.enum,parentSchema:schema33.properties.gate_type,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.approvers !== undefined){
let data9 = data.approvers;
if(Array.isArray(data9)){
if(data9.length < 1){
const err21 = {instancePath:instancePath+"/approvers",schemaPath:"#/$defs/gate/properties/approvers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.approvers,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
if(typeof data10 === "string"){
if(!pattern10.test(data10)){
const err22 = {instancePath:instancePath+"/approvers/" + i1,schemaPath:"#/$defs/gate/properties/approvers/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s,]{1,128}$"},message:"must match pattern \""+"^[^\\s,]{1,128}$"+"\"",schema:"^[^\\s,]{1,128}$",parentSchema:schema33.properties.approvers.items,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/approvers/" + i1,schemaPath:"#/$defs/gate/properties/approvers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.approvers.items.type,parentSchema:schema33.properties.approvers.items,data:data10};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
let i2 = data9.length;
let j0;
if(i2 > 1){
const indices0 = {};
for(;i2--;){
let item0 = data9[i2];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err24 = {instancePath:instancePath+"/approvers",schemaPath:"#/$defs/gate/properties/approvers/uniqueItems",keyword:"uniqueItems",params:{i: i2, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i2+" are identical)",schema:true,parentSchema:schema33.properties.approvers,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
break;
}
indices0[item0] = i2;
}
}
}
else {
const err25 = {instancePath:instancePath+"/approvers",schemaPath:"#/$defs/gate/properties/approvers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.approvers.type,parentSchema:schema33.properties.approvers,data:data9};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.quorum !== undefined){
let data11 = data.quorum;
if((typeof data11 !== "string") && (!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11))))){
const err26 = {instancePath:instancePath+"/quorum",schemaPath:"#/$defs/gate/properties/quorum/type",keyword:"type",params:{type: schema33.properties.quorum.type},message:"must be string,integer",schema:schema33.properties.quorum.type,parentSchema:schema33.properties.quorum,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1000 || isNaN(data11)){
const err27 = {instancePath:instancePath+"/quorum",schemaPath:"#/$defs/gate/properties/quorum/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema33.properties.quorum,data:data11};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data11 < 1 || isNaN(data11)){
const err28 = {instancePath:instancePath+"/quorum",schemaPath:"#/$defs/gate/properties/quorum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.quorum,data:data11};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(typeof data11 === "string"){
if(!pattern11.test(data11)){
const err29 = {instancePath:instancePath+"/quorum",schemaPath:"#/$defs/gate/properties/quorum/pattern",keyword:"pattern",params:{pattern: "^(any|all)$"},message:"must match pattern \""+"^(any|all)$"+"\"",schema:"^(any|all)$",parentSchema:schema33.properties.quorum,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
if(data.people !== undefined){
let data12 = data.people;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err30 = {instancePath:instancePath+"/people",schemaPath:"#/$defs/gate/properties/people/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.people.type,parentSchema:schema33.properties.people,data:data12};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1000 || isNaN(data12)){
const err31 = {instancePath:instancePath+"/people",schemaPath:"#/$defs/gate/properties/people/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema33.properties.people,data:data12};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data12 < 1 || isNaN(data12)){
const err32 = {instancePath:instancePath+"/people",schemaPath:"#/$defs/gate/properties/people/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.people,data:data12};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data.agents !== undefined){
let data13 = data.agents;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err33 = {instancePath:instancePath+"/agents",schemaPath:"#/$defs/gate/properties/agents/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.agents.type,parentSchema:schema33.properties.agents,data:data13};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1000 || isNaN(data13)){
const err34 = {instancePath:instancePath+"/agents",schemaPath:"#/$defs/gate/properties/agents/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema33.properties.agents,data:data13};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data13 < 0 || isNaN(data13)){
const err35 = {instancePath:instancePath+"/agents",schemaPath:"#/$defs/gate/properties/agents/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema33.properties.agents,data:data13};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
if(data.vetoes !== undefined){
let data14 = data.vetoes;
if(Array.isArray(data14)){
if(data14.length < 1){
const err36 = {instancePath:instancePath+"/vetoes",schemaPath:"#/$defs/gate/properties/vetoes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.vetoes,data:data14};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
const len2 = data14.length;
for(let i3=0; i3<len2; i3++){
let data15 = data14[i3];
if(typeof data15 === "string"){
if(!pattern10.test(data15)){
const err37 = {instancePath:instancePath+"/vetoes/" + i3,schemaPath:"#/$defs/gate/properties/vetoes/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s,]{1,128}$"},message:"must match pattern \""+"^[^\\s,]{1,128}$"+"\"",schema:"^[^\\s,]{1,128}$",parentSchema:schema33.properties.vetoes.items,data:data15};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/vetoes/" + i3,schemaPath:"#/$defs/gate/properties/vetoes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.vetoes.items.type,parentSchema:schema33.properties.vetoes.items,data:data15};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
let i4 = data14.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data14[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err39 = {instancePath:instancePath+"/vetoes",schemaPath:"#/$defs/gate/properties/vetoes/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)",schema:true,parentSchema:schema33.properties.vetoes,data:data14};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err40 = {instancePath:instancePath+"/vetoes",schemaPath:"#/$defs/gate/properties/vetoes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.vetoes.type,parentSchema:schema33.properties.vetoes,data:data14};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.timeout !== undefined){
let data16 = data.timeout;
if(typeof data16 === "string"){
if(!pattern5.test(data16)){
const err41 = {instancePath:instancePath+"/timeout",schemaPath:"#/$defs/gate/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema33.properties.timeout,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/timeout",schemaPath:"#/$defs/gate/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.timeout.type,parentSchema:schema33.properties.timeout,data:data16};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.remind !== undefined){
let data17 = data.remind;
if(typeof data17 === "string"){
if(!pattern5.test(data17)){
const err43 = {instancePath:instancePath+"/remind",schemaPath:"#/$defs/gate/properties/remind/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema33.properties.remind,data:data17};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
else {
const err44 = {instancePath:instancePath+"/remind",schemaPath:"#/$defs/gate/properties/remind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.remind.type,parentSchema:schema33.properties.remind,data:data17};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.on_timeout !== undefined){
let data18 = data.on_timeout;
if(typeof data18 !== "string"){
const err45 = {instancePath:instancePath+"/on_timeout",schemaPath:"#/$defs/gate/properties/on_timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.on_timeout.type,parentSchema:schema33.properties.on_timeout,data:data18};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(!((data18 === "reject") || (data18 === "escalate"))){
const err46 = {instancePath:instancePath+"/on_timeout",schemaPath:"#/$defs/gate/properties/on_timeout/enum",keyword:"enum",params:{allowedValues: schema33.properties.on_timeout.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.on_timeout.enum,parentSchema:schema33.properties.on_timeout,data:data18};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.escalate_to !== undefined){
let data19 = data.escalate_to;
if(Array.isArray(data19)){
if(data19.length < 1){
const err47 = {instancePath:instancePath+"/escalate_to",schemaPath:"#/$defs/gate/properties/escalate_to/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.escalate_to,data:data19};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
const len3 = data19.length;
for(let i5=0; i5<len3; i5++){
let data20 = data19[i5];
if(typeof data20 === "string"){
if(!pattern10.test(data20)){
const err48 = {instancePath:instancePath+"/escalate_to/" + i5,schemaPath:"#/$defs/gate/properties/escalate_to/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s,]{1,128}$"},message:"must match pattern \""+"^[^\\s,]{1,128}$"+"\"",schema:"^[^\\s,]{1,128}$",parentSchema:schema33.properties.escalate_to.items,data:data20};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/escalate_to/" + i5,schemaPath:"#/$defs/gate/properties/escalate_to/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.escalate_to.items.type,parentSchema:schema33.properties.escalate_to.items,data:data20};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
let i6 = data19.length;
let j2;
if(i6 > 1){
const indices2 = {};
for(;i6--;){
let item2 = data19[i6];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err50 = {instancePath:instancePath+"/escalate_to",schemaPath:"#/$defs/gate/properties/escalate_to/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)",schema:true,parentSchema:schema33.properties.escalate_to,data:data19};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
break;
}
indices2[item2] = i6;
}
}
}
else {
const err51 = {instancePath:instancePath+"/escalate_to",schemaPath:"#/$defs/gate/properties/escalate_to/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.escalate_to.type,parentSchema:schema33.properties.escalate_to,data:data19};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.allow_author !== undefined){
let data21 = data.allow_author;
if(typeof data21 !== "boolean"){
const err52 = {instancePath:instancePath+"/allow_author",schemaPath:"#/$defs/gate/properties/allow_author/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.allow_author.type,parentSchema:schema33.properties.allow_author,data:data21};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data.send_backs !== undefined){
let data22 = data.send_backs;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err53 = {instancePath:instancePath+"/send_backs",schemaPath:"#/$defs/gate/properties/send_backs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.send_backs.type,parentSchema:schema33.properties.send_backs,data:data22};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 100 || isNaN(data22)){
const err54 = {instancePath:instancePath+"/send_backs",schemaPath:"#/$defs/gate/properties/send_backs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema33.properties.send_backs,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data22 < 0 || isNaN(data22)){
const err55 = {instancePath:instancePath+"/send_backs",schemaPath:"#/$defs/gate/properties/send_backs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema33.properties.send_backs,data:data22};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
if(data.message !== undefined){
let data23 = data.message;
if(typeof data23 === "string"){
if(func1(data23) > 4096){
const err56 = {instancePath:instancePath+"/message",schemaPath:"#/$defs/gate/properties/message/maxLength",keyword:"maxLength",params:{limit: 4096},message:"must NOT have more than 4096 characters",schema:4096,parentSchema:schema33.properties.message,data:data23};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
else {
const err57 = {instancePath:instancePath+"/message",schemaPath:"#/$defs/gate/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.message.type,parentSchema:schema33.properties.message,data:data23};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data.send_back_to !== undefined){
let data24 = data.send_back_to;
if(Array.isArray(data24)){
if(data24.length < 1){
const err58 = {instancePath:instancePath+"/send_back_to",schemaPath:"#/$defs/gate/properties/send_back_to/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.send_back_to,data:data24};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
const len4 = data24.length;
for(let i7=0; i7<len4; i7++){
let data25 = data24[i7];
if(typeof data25 === "string"){
if(!pattern8.test(data25)){
const err59 = {instancePath:instancePath+"/send_back_to/" + i7,schemaPath:"#/$defs/gate/properties/send_back_to/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema33.properties.send_back_to.items,data:data25};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
else {
const err60 = {instancePath:instancePath+"/send_back_to/" + i7,schemaPath:"#/$defs/gate/properties/send_back_to/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.send_back_to.items.type,parentSchema:schema33.properties.send_back_to.items,data:data25};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
let i8 = data24.length;
let j3;
if(i8 > 1){
const indices3 = {};
for(;i8--;){
let item3 = data24[i8];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err61 = {instancePath:instancePath+"/send_back_to",schemaPath:"#/$defs/gate/properties/send_back_to/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)",schema:true,parentSchema:schema33.properties.send_back_to,data:data24};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
break;
}
indices3[item3] = i8;
}
}
}
else {
const err62 = {instancePath:instancePath+"/send_back_to",schemaPath:"#/$defs/gate/properties/send_back_to/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.send_back_to.type,parentSchema:schema33.properties.send_back_to,data:data24};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.form !== undefined){
let data26 = data.form;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
for(const key1 in data26){
const _errs59 = errors;
if(typeof key1 === "string"){
if(!pattern4.test(key1)){
const err63 = {instancePath:instancePath+"/form",schemaPath:"#/$defs/gate/properties/form/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema33.properties.form.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
var valid18 = _errs59 === errors;
if(!valid18){
const err64 = {instancePath:instancePath+"/form",schemaPath:"#/$defs/gate/properties/form/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema33.properties.form.propertyNames,parentSchema:schema33.properties.form,data:data26};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
for(const key2 in data26){
let data27 = data26[key2];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.type === undefined){
const err65 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/gate/properties/form/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema33.properties.form.additionalProperties.required,parentSchema:schema33.properties.form.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
for(const key3 in data27){
if(!((((((key3 === "type") || (key3 === "description")) || (key3 === "required")) || (key3 === "default")) || (key3 === "enum")) || (key3 === "pattern"))){
const err66 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/gate/properties/form/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.form.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data27.type !== undefined){
let data28 = data27.type;
if(typeof data28 !== "string"){
const err67 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.form.additionalProperties.properties.type.type,parentSchema:schema33.properties.form.additionalProperties.properties.type,data:data28};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(!((((((data28 === "string") || (data28 === "number")) || (data28 === "integer")) || (data28 === "boolean")) || (data28 === "list")) || (data28 === "object"))){
const err68 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema33.properties.form.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.form.additionalProperties.properties.type.enum,parentSchema:schema33.properties.form.additionalProperties.properties.type,data:data28};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data27.description !== undefined){
let data29 = data27.description;
if(typeof data29 !== "string"){
const err69 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.form.additionalProperties.properties.description.type,parentSchema:schema33.properties.form.additionalProperties.properties.description,data:data29};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data27.required !== undefined){
let data30 = data27.required;
if(typeof data30 !== "boolean"){
const err70 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/required",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.form.additionalProperties.properties.required.type,parentSchema:schema33.properties.form.additionalProperties.properties.required,data:data30};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data27.enum !== undefined){
let data31 = data27.enum;
if(Array.isArray(data31)){
if(data31.length < 1){
const err71 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/enum",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/enum/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.form.additionalProperties.properties.enum,data:data31};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/enum",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/enum/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.form.additionalProperties.properties.enum.type,parentSchema:schema33.properties.form.additionalProperties.properties.enum,data:data31};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data27.pattern !== undefined){
let data32 = data27.pattern;
if(typeof data32 === "string"){
if(func1(data32) > 512){
const err73 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/pattern/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters",schema:512,parentSchema:schema33.properties.form.additionalProperties.properties.pattern,data:data32};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
else {
const err74 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/$defs/gate/properties/form/additionalProperties/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.form.additionalProperties.properties.pattern.type,parentSchema:schema33.properties.form.additionalProperties.properties.pattern,data:data32};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/form/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/gate/properties/form/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.form.additionalProperties.type,parentSchema:schema33.properties.form.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/form",schemaPath:"#/$defs/gate/properties/form/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.form.type,parentSchema:schema33.properties.form,data:data26};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath,schemaPath:"#/$defs/gate/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
if(valid0){
var props0 = true;
}
ifClause0 = "then";
}
else {
const _errs74 = errors;
const _errs75 = errors;
let valid21 = true;
const _errs76 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.type === undefined) && (missing1 = "type")){
const err78 = {};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
else {
if(data.type !== undefined){
if("parallel" !== data.type){
const err79 = {};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
}
var _valid1 = _errs76 === errors;
errors = _errs75;
if(vErrors !== null){
if(_errs75){
vErrors.length = _errs75;
}
else {
vErrors = null;
}
}
let ifClause1;
if(_valid1){
const _errs78 = errors;
if(!(validate22(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var _valid1 = _errs78 === errors;
valid21 = _valid1;
if(valid21){
var props1 = true;
}
ifClause1 = "then";
}
else {
const _errs79 = errors;
const _errs80 = errors;
let valid23 = true;
const _errs81 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.type === undefined) && (missing2 = "type")){
const err80 = {};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
else {
if(data.type !== undefined){
if("condition" !== data.type){
const err81 = {};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
}
var _valid2 = _errs81 === errors;
errors = _errs80;
if(vErrors !== null){
if(_errs80){
vErrors.length = _errs80;
}
else {
vErrors = null;
}
}
let ifClause2;
if(_valid2){
const _errs83 = errors;
if(!(validate24(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var _valid2 = _errs83 === errors;
valid23 = _valid2;
if(valid23){
var props2 = true;
}
ifClause2 = "then";
}
else {
const _errs84 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err82 = {instancePath,schemaPath:"#/$defs/agent/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
for(const key4 in data){
if(!(func2.call(schema36.properties, key4))){
const err83 = {instancePath,schemaPath:"#/$defs/agent/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data.name !== undefined){
let data35 = data.name;
if(typeof data35 === "string"){
if(!pattern4.test(data35)){
const err84 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/agent/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema36.properties.name,data:data35};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
else {
const err85 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/agent/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.name.type,parentSchema:schema36.properties.name,data:data35};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data.description !== undefined){
let data36 = data.description;
if(typeof data36 !== "string"){
const err86 = {instancePath:instancePath+"/description",schemaPath:"#/$defs/agent/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.description.type,parentSchema:schema36.properties.description,data:data36};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data.requires !== undefined){
let data37 = data.requires;
if((typeof data37 !== "string") && (!(Array.isArray(data37)))){
const err87 = {instancePath:instancePath+"/requires",schemaPath:"#/$defs/agent/properties/requires/type",keyword:"type",params:{type: schema36.properties.requires.type},message:"must be string,array",schema:schema36.properties.requires.type,parentSchema:schema36.properties.requires,data:data37};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(typeof data37 === "string"){
if(!pattern8.test(data37)){
const err88 = {instancePath:instancePath+"/requires",schemaPath:"#/$defs/agent/properties/requires/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema36.properties.requires,data:data37};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(Array.isArray(data37)){
const len5 = data37.length;
for(let i9=0; i9<len5; i9++){
let data38 = data37[i9];
if(typeof data38 === "string"){
if(!pattern8.test(data38)){
const err89 = {instancePath:instancePath+"/requires/" + i9,schemaPath:"#/$defs/agent/properties/requires/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(\\.[A-Za-z][A-Za-z0-9_-]{0,62})*$",parentSchema:schema36.properties.requires.items,data:data38};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/requires/" + i9,schemaPath:"#/$defs/agent/properties/requires/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.requires.items.type,parentSchema:schema36.properties.requires.items,data:data38};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
}
}
if(data.requires_result !== undefined){
let data39 = data.requires_result;
if(typeof data39 !== "string"){
const err91 = {instancePath:instancePath+"/requires_result",schemaPath:"#/$defs/agent/properties/requires_result/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.requires_result.type,parentSchema:schema36.properties.requires_result,data:data39};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(!(((data39 === "succeeded") || (data39 === "finished")) || (data39 === "failed"))){
const err92 = {instancePath:instancePath+"/requires_result",schemaPath:"#/$defs/agent/properties/requires_result/enum",keyword:"enum",params:{allowedValues: schema36.properties.requires_result.enum},message:"must be equal to one of the allowed values",schema:schema36.properties.requires_result.enum,parentSchema:schema36.properties.requires_result,data:data39};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data.when !== undefined){
let data40 = data.when;
if(typeof data40 === "string"){
if(func1(data40) > 2048){
const err93 = {instancePath:instancePath+"/when",schemaPath:"#/$defs/agent/properties/when/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema36.properties.when,data:data40};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(func1(data40) < 1){
const err94 = {instancePath:instancePath+"/when",schemaPath:"#/$defs/agent/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema36.properties.when,data:data40};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
else {
const err95 = {instancePath:instancePath+"/when",schemaPath:"#/$defs/agent/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.when.type,parentSchema:schema36.properties.when,data:data40};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data.template !== undefined){
let data41 = data.template;
if(typeof data41 === "string"){
if(!pattern28.test(data41)){
const err96 = {instancePath:instancePath+"/template",schemaPath:"#/$defs/agent/properties/template/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}(@[^@]{1,64})?$",parentSchema:schema36.properties.template,data:data41};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
else {
const err97 = {instancePath:instancePath+"/template",schemaPath:"#/$defs/agent/properties/template/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.template.type,parentSchema:schema36.properties.template,data:data41};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data.config !== undefined){
let data42 = data.config;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
for(const key5 in data42){
if(!((((((key5 === "tier") || (key5 === "timeout")) || (key5 === "retries")) || (key5 === "env")) || (key5 === "error_budget")) || (key5 === "inputs"))){
const err98 = {instancePath:instancePath+"/config",schemaPath:"#/$defs/agent/properties/config/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema36.properties.config,data:data42};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data42.tier !== undefined){
let data43 = data42.tier;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
const err99 = {instancePath:instancePath+"/config/tier",schemaPath:"#/$defs/agent/properties/config/properties/tier/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.tier.type,parentSchema:schema36.properties.config.properties.tier,data:data43};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(!(((((data43 === 0) || (data43 === 1)) || (data43 === 2)) || (data43 === 3)) || (data43 === 4))){
const err100 = {instancePath:instancePath+"/config/tier",schemaPath:"#/$defs/agent/properties/config/properties/tier/enum",keyword:"enum",params:{allowedValues: schema36.properties.config.properties.tier.enum},message:"must be equal to one of the allowed values",schema:schema36.properties.config.properties.tier.enum,parentSchema:schema36.properties.config.properties.tier,data:data43};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data42.timeout !== undefined){
let data44 = data42.timeout;
if(typeof data44 === "string"){
if(!pattern5.test(data44)){
const err101 = {instancePath:instancePath+"/config/timeout",schemaPath:"#/$defs/agent/properties/config/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema36.properties.config.properties.timeout,data:data44};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
else {
const err102 = {instancePath:instancePath+"/config/timeout",schemaPath:"#/$defs/agent/properties/config/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.config.properties.timeout.type,parentSchema:schema36.properties.config.properties.timeout,data:data44};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data42.retries !== undefined){
let data45 = data42.retries;
if((!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))) && (!(data45 && typeof data45 == "object" && !Array.isArray(data45)))){
const err103 = {instancePath:instancePath+"/config/retries",schemaPath:"#/$defs/agent/properties/config/properties/retries/type",keyword:"type",params:{type: schema36.properties.config.properties.retries.type},message:"must be integer,object",schema:schema36.properties.config.properties.retries.type,parentSchema:schema36.properties.config.properties.retries,data:data45};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 100 || isNaN(data45)){
const err104 = {instancePath:instancePath+"/config/retries",schemaPath:"#/$defs/agent/properties/config/properties/retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema36.properties.config.properties.retries,data:data45};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data45 < 0 || isNaN(data45)){
const err105 = {instancePath:instancePath+"/config/retries",schemaPath:"#/$defs/agent/properties/config/properties/retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.config.properties.retries,data:data45};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
if(data45.max === undefined){
const err106 = {instancePath:instancePath+"/config/retries",schemaPath:"#/$defs/agent/properties/config/properties/retries/required",keyword:"required",params:{missingProperty: "max"},message:"must have required property '"+"max"+"'",schema:schema36.properties.config.properties.retries.required,parentSchema:schema36.properties.config.properties.retries,data:data45};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
for(const key6 in data45){
if(!((((key6 === "max") || (key6 === "backoff")) || (key6 === "delay")) || (key6 === "max_delay"))){
const err107 = {instancePath:instancePath+"/config/retries",schemaPath:"#/$defs/agent/properties/config/properties/retries/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema36.properties.config.properties.retries,data:data45};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data45.max !== undefined){
let data46 = data45.max;
if(!(((typeof data46 == "number") && (!(data46 % 1) && !isNaN(data46))) && (isFinite(data46)))){
const err108 = {instancePath:instancePath+"/config/retries/max",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/max/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.retries.properties.max.type,parentSchema:schema36.properties.config.properties.retries.properties.max,data:data46};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if((typeof data46 == "number") && (isFinite(data46))){
if(data46 > 100 || isNaN(data46)){
const err109 = {instancePath:instancePath+"/config/retries/max",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/max/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema36.properties.config.properties.retries.properties.max,data:data46};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
if(data46 < 0 || isNaN(data46)){
const err110 = {instancePath:instancePath+"/config/retries/max",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/max/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.config.properties.retries.properties.max,data:data46};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
if(data45.backoff !== undefined){
let data47 = data45.backoff;
if(typeof data47 !== "string"){
const err111 = {instancePath:instancePath+"/config/retries/backoff",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/backoff/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.config.properties.retries.properties.backoff.type,parentSchema:schema36.properties.config.properties.retries.properties.backoff,data:data47};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if(!((data47 === "fixed") || (data47 === "exponential"))){
const err112 = {instancePath:instancePath+"/config/retries/backoff",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/backoff/enum",keyword:"enum",params:{allowedValues: schema36.properties.config.properties.retries.properties.backoff.enum},message:"must be equal to one of the allowed values",schema:schema36.properties.config.properties.retries.properties.backoff.enum,parentSchema:schema36.properties.config.properties.retries.properties.backoff,data:data47};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data45.delay !== undefined){
let data48 = data45.delay;
if(typeof data48 === "string"){
if(!pattern5.test(data48)){
const err113 = {instancePath:instancePath+"/config/retries/delay",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/delay/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema36.properties.config.properties.retries.properties.delay,data:data48};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
else {
const err114 = {instancePath:instancePath+"/config/retries/delay",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.config.properties.retries.properties.delay.type,parentSchema:schema36.properties.config.properties.retries.properties.delay,data:data48};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data45.max_delay !== undefined){
let data49 = data45.max_delay;
if(typeof data49 === "string"){
if(!pattern5.test(data49)){
const err115 = {instancePath:instancePath+"/config/retries/max_delay",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/max_delay/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema36.properties.config.properties.retries.properties.max_delay,data:data49};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
else {
const err116 = {instancePath:instancePath+"/config/retries/max_delay",schemaPath:"#/$defs/agent/properties/config/properties/retries/properties/max_delay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.config.properties.retries.properties.max_delay.type,parentSchema:schema36.properties.config.properties.retries.properties.max_delay,data:data49};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
}
if(data42.env !== undefined){
let data50 = data42.env;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
for(const key7 in data50){
const _errs122 = errors;
if(typeof key7 === "string"){
if(!pattern32.test(key7)){
const err117 = {instancePath:instancePath+"/config/env",schemaPath:"#/$defs/agent/properties/config/properties/env/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema36.properties.config.properties.env.propertyNames,data:key7,propertyName:key7};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
var valid31 = _errs122 === errors;
if(!valid31){
const err118 = {instancePath:instancePath+"/config/env",schemaPath:"#/$defs/agent/properties/config/properties/env/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid",schema:schema36.properties.config.properties.env.propertyNames,parentSchema:schema36.properties.config.properties.env,data:data50};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
for(const key8 in data50){
let data51 = data50[key8];
if(typeof data51 !== "string"){
const err119 = {instancePath:instancePath+"/config/env/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/agent/properties/config/properties/env/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.config.properties.env.additionalProperties.type,parentSchema:schema36.properties.config.properties.env.additionalProperties,data:data51};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
else {
const err120 = {instancePath:instancePath+"/config/env",schemaPath:"#/$defs/agent/properties/config/properties/env/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.config.properties.env.type,parentSchema:schema36.properties.config.properties.env,data:data50};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data42.error_budget !== undefined){
let data52 = data42.error_budget;
if((!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))) && (!(data52 && typeof data52 == "object" && !Array.isArray(data52)))){
const err121 = {instancePath:instancePath+"/config/error_budget",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/type",keyword:"type",params:{type: schema36.properties.config.properties.error_budget.type},message:"must be integer,object",schema:schema36.properties.config.properties.error_budget.type,parentSchema:schema36.properties.config.properties.error_budget,data:data52};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 > 1000 || isNaN(data52)){
const err122 = {instancePath:instancePath+"/config/error_budget",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget,data:data52};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
if(data52 < 1 || isNaN(data52)){
const err123 = {instancePath:instancePath+"/config/error_budget",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget,data:data52};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
for(const key9 in data52){
if(!((((((((key9 === "errors") || (key9 === "kinds")) || (key9 === "attempts")) || (key9 === "time")) || (key9 === "output_bytes")) || (key9 === "tokens")) || (key9 === "cost")) || (key9 === "clarifications"))){
const err124 = {instancePath:instancePath+"/config/error_budget",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema36.properties.config.properties.error_budget,data:data52};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data52.errors !== undefined){
let data53 = data52.errors;
if(!(((typeof data53 == "number") && (!(data53 % 1) && !isNaN(data53))) && (isFinite(data53)))){
const err125 = {instancePath:instancePath+"/config/error_budget/errors",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/errors/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.errors.type,parentSchema:schema36.properties.config.properties.error_budget.properties.errors,data:data53};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if((typeof data53 == "number") && (isFinite(data53))){
if(data53 > 1000 || isNaN(data53)){
const err126 = {instancePath:instancePath+"/config/error_budget/errors",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/errors/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget.properties.errors,data:data53};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data53 < 1 || isNaN(data53)){
const err127 = {instancePath:instancePath+"/config/error_budget/errors",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/errors/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.errors,data:data53};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
}
if(data52.kinds !== undefined){
let data54 = data52.kinds;
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
for(const key10 in data54){
const _errs133 = errors;
if(typeof key10 === "string"){
if(!pattern33.test(key10)){
const err128 = {instancePath:instancePath+"/config/error_budget/kinds",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/kinds/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.:-]{1,64}$"},message:"must match pattern \""+"^[A-Za-z0-9_.:-]{1,64}$"+"\"",schema:"^[A-Za-z0-9_.:-]{1,64}$",parentSchema:schema36.properties.config.properties.error_budget.properties.kinds.propertyNames,data:key10,propertyName:key10};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
var valid34 = _errs133 === errors;
if(!valid34){
const err129 = {instancePath:instancePath+"/config/error_budget/kinds",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/kinds/propertyNames",keyword:"propertyNames",params:{propertyName: key10},message:"property name must be valid",schema:schema36.properties.config.properties.error_budget.properties.kinds.propertyNames,parentSchema:schema36.properties.config.properties.error_budget.properties.kinds,data:data54};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
for(const key11 in data54){
let data55 = data54[key11];
if(!(((typeof data55 == "number") && (!(data55 % 1) && !isNaN(data55))) && (isFinite(data55)))){
const err130 = {instancePath:instancePath+"/config/error_budget/kinds/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/kinds/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.kinds.additionalProperties.type,parentSchema:schema36.properties.config.properties.error_budget.properties.kinds.additionalProperties,data:data55};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 > 1000 || isNaN(data55)){
const err131 = {instancePath:instancePath+"/config/error_budget/kinds/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/kinds/additionalProperties/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget.properties.kinds.additionalProperties,data:data55};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(data55 < 1 || isNaN(data55)){
const err132 = {instancePath:instancePath+"/config/error_budget/kinds/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/kinds/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.kinds.additionalProperties,data:data55};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
}
}
else {
const err133 = {instancePath:instancePath+"/config/error_budget/kinds",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/kinds/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.config.properties.error_budget.properties.kinds.type,parentSchema:schema36.properties.config.properties.error_budget.properties.kinds,data:data54};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data52.attempts !== undefined){
let data56 = data52.attempts;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
for(const key12 in data56){
if(!((((key12 === "preflight") || (key12 === "plan")) || (key12 === "execute")) || (key12 === "verify"))){
const err134 = {instancePath:instancePath+"/config/error_budget/attempts",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts,data:data56};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data56.preflight !== undefined){
let data57 = data56.preflight;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
const err135 = {instancePath:instancePath+"/config/error_budget/attempts/preflight",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/preflight/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.attempts.properties.preflight.type,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.preflight,data:data57};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 > 1000 || isNaN(data57)){
const err136 = {instancePath:instancePath+"/config/error_budget/attempts/preflight",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/preflight/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.preflight,data:data57};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data57 < 1 || isNaN(data57)){
const err137 = {instancePath:instancePath+"/config/error_budget/attempts/preflight",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/preflight/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.preflight,data:data57};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
if(data56.plan !== undefined){
let data58 = data56.plan;
if(!(((typeof data58 == "number") && (!(data58 % 1) && !isNaN(data58))) && (isFinite(data58)))){
const err138 = {instancePath:instancePath+"/config/error_budget/attempts/plan",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/plan/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.attempts.properties.plan.type,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.plan,data:data58};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if((typeof data58 == "number") && (isFinite(data58))){
if(data58 > 1000 || isNaN(data58)){
const err139 = {instancePath:instancePath+"/config/error_budget/attempts/plan",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/plan/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.plan,data:data58};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(data58 < 1 || isNaN(data58)){
const err140 = {instancePath:instancePath+"/config/error_budget/attempts/plan",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/plan/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.plan,data:data58};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
}
if(data56.execute !== undefined){
let data59 = data56.execute;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
const err141 = {instancePath:instancePath+"/config/error_budget/attempts/execute",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/execute/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.attempts.properties.execute.type,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.execute,data:data59};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 > 1000 || isNaN(data59)){
const err142 = {instancePath:instancePath+"/config/error_budget/attempts/execute",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/execute/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.execute,data:data59};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if(data59 < 1 || isNaN(data59)){
const err143 = {instancePath:instancePath+"/config/error_budget/attempts/execute",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/execute/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.execute,data:data59};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
}
if(data56.verify !== undefined){
let data60 = data56.verify;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
const err144 = {instancePath:instancePath+"/config/error_budget/attempts/verify",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/verify/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.attempts.properties.verify.type,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.verify,data:data60};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 > 1000 || isNaN(data60)){
const err145 = {instancePath:instancePath+"/config/error_budget/attempts/verify",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/verify/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.verify,data:data60};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(data60 < 1 || isNaN(data60)){
const err146 = {instancePath:instancePath+"/config/error_budget/attempts/verify",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/properties/verify/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts.properties.verify,data:data60};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
}
}
else {
const err147 = {instancePath:instancePath+"/config/error_budget/attempts",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/attempts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.config.properties.error_budget.properties.attempts.type,parentSchema:schema36.properties.config.properties.error_budget.properties.attempts,data:data56};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data52.time !== undefined){
let data61 = data52.time;
if(typeof data61 === "string"){
if(!pattern5.test(data61)){
const err148 = {instancePath:instancePath+"/config/error_budget/time",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/time/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema36.properties.config.properties.error_budget.properties.time,data:data61};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
else {
const err149 = {instancePath:instancePath+"/config/error_budget/time",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/time/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.config.properties.error_budget.properties.time.type,parentSchema:schema36.properties.config.properties.error_budget.properties.time,data:data61};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data52.output_bytes !== undefined){
let data62 = data52.output_bytes;
if(!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))){
const err150 = {instancePath:instancePath+"/config/error_budget/output_bytes",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/output_bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.output_bytes.type,parentSchema:schema36.properties.config.properties.error_budget.properties.output_bytes,data:data62};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 > 9007199254740991 || isNaN(data62)){
const err151 = {instancePath:instancePath+"/config/error_budget/output_bytes",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/output_bytes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991",schema:9007199254740991,parentSchema:schema36.properties.config.properties.error_budget.properties.output_bytes,data:data62};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(data62 < 1 || isNaN(data62)){
const err152 = {instancePath:instancePath+"/config/error_budget/output_bytes",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/output_bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.output_bytes,data:data62};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
if(data52.tokens !== undefined){
let data63 = data52.tokens;
if(!(((typeof data63 == "number") && (!(data63 % 1) && !isNaN(data63))) && (isFinite(data63)))){
const err153 = {instancePath:instancePath+"/config/error_budget/tokens",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.tokens.type,parentSchema:schema36.properties.config.properties.error_budget.properties.tokens,data:data63};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if((typeof data63 == "number") && (isFinite(data63))){
if(data63 > 9007199254740991 || isNaN(data63)){
const err154 = {instancePath:instancePath+"/config/error_budget/tokens",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/tokens/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991",schema:9007199254740991,parentSchema:schema36.properties.config.properties.error_budget.properties.tokens,data:data63};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(data63 < 1 || isNaN(data63)){
const err155 = {instancePath:instancePath+"/config/error_budget/tokens",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.config.properties.error_budget.properties.tokens,data:data63};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
}
if(data52.cost !== undefined){
let data64 = data52.cost;
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 <= 0 || isNaN(data64)){
const err156 = {instancePath:instancePath+"/config/error_budget/cost",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/cost/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema36.properties.config.properties.error_budget.properties.cost,data:data64};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
else {
const err157 = {instancePath:instancePath+"/config/error_budget/cost",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/cost/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.properties.config.properties.error_budget.properties.cost.type,parentSchema:schema36.properties.config.properties.error_budget.properties.cost,data:data64};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
if(data52.clarifications !== undefined){
let data65 = data52.clarifications;
if(!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))){
const err158 = {instancePath:instancePath+"/config/error_budget/clarifications",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/clarifications/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.config.properties.error_budget.properties.clarifications.type,parentSchema:schema36.properties.config.properties.error_budget.properties.clarifications,data:data65};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 > 100 || isNaN(data65)){
const err159 = {instancePath:instancePath+"/config/error_budget/clarifications",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/clarifications/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema36.properties.config.properties.error_budget.properties.clarifications,data:data65};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
if(data65 < 0 || isNaN(data65)){
const err160 = {instancePath:instancePath+"/config/error_budget/clarifications",schemaPath:"#/$defs/agent/properties/config/properties/error_budget/properties/clarifications/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.config.properties.error_budget.properties.clarifications,data:data65};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
}
}
}
if(data42.inputs !== undefined){
let data66 = data42.inputs;
if(!(data66 && typeof data66 == "object" && !Array.isArray(data66))){
const err161 = {instancePath:instancePath+"/config/inputs",schemaPath:"#/$defs/agent/properties/config/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.config.properties.inputs.type,parentSchema:schema36.properties.config.properties.inputs,data:data66};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
}
else {
const err162 = {instancePath:instancePath+"/config",schemaPath:"#/$defs/agent/properties/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.config.type,parentSchema:schema36.properties.config,data:data42};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data.approval !== undefined){
let data67 = data.approval;
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
for(const key13 in data67){
if(!(func2.call(schema36.properties.approval.properties, key13))){
const err163 = {instancePath:instancePath+"/approval",schemaPath:"#/$defs/agent/properties/approval/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema36.properties.approval,data:data67};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
if(data67.approvers !== undefined){
let data68 = data67.approvers;
if(Array.isArray(data68)){
if(data68.length < 1){
const err164 = {instancePath:instancePath+"/approval/approvers",schemaPath:"#/$defs/agent/properties/approval/properties/approvers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema36.properties.approval.properties.approvers,data:data68};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
const len6 = data68.length;
for(let i10=0; i10<len6; i10++){
let data69 = data68[i10];
if(typeof data69 === "string"){
if(!pattern10.test(data69)){
const err165 = {instancePath:instancePath+"/approval/approvers/" + i10,schemaPath:"#/$defs/agent/properties/approval/properties/approvers/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s,]{1,128}$"},message:"must match pattern \""+"^[^\\s,]{1,128}$"+"\"",schema:"^[^\\s,]{1,128}$",parentSchema:schema36.properties.approval.properties.approvers.items,data:data69};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
else {
const err166 = {instancePath:instancePath+"/approval/approvers/" + i10,schemaPath:"#/$defs/agent/properties/approval/properties/approvers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.approvers.items.type,parentSchema:schema36.properties.approval.properties.approvers.items,data:data69};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
let i11 = data68.length;
let j4;
if(i11 > 1){
const indices4 = {};
for(;i11--;){
let item4 = data68[i11];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err167 = {instancePath:instancePath+"/approval/approvers",schemaPath:"#/$defs/agent/properties/approval/properties/approvers/uniqueItems",keyword:"uniqueItems",params:{i: i11, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i11+" are identical)",schema:true,parentSchema:schema36.properties.approval.properties.approvers,data:data68};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
break;
}
indices4[item4] = i11;
}
}
}
else {
const err168 = {instancePath:instancePath+"/approval/approvers",schemaPath:"#/$defs/agent/properties/approval/properties/approvers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.properties.approval.properties.approvers.type,parentSchema:schema36.properties.approval.properties.approvers,data:data68};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
if(data67.quorum !== undefined){
let data70 = data67.quorum;
if((typeof data70 !== "string") && (!(((typeof data70 == "number") && (!(data70 % 1) && !isNaN(data70))) && (isFinite(data70))))){
const err169 = {instancePath:instancePath+"/approval/quorum",schemaPath:"#/$defs/agent/properties/approval/properties/quorum/type",keyword:"type",params:{type: schema36.properties.approval.properties.quorum.type},message:"must be string,integer",schema:schema36.properties.approval.properties.quorum.type,parentSchema:schema36.properties.approval.properties.quorum,data:data70};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
if((typeof data70 == "number") && (isFinite(data70))){
if(data70 > 1000 || isNaN(data70)){
const err170 = {instancePath:instancePath+"/approval/quorum",schemaPath:"#/$defs/agent/properties/approval/properties/quorum/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.approval.properties.quorum,data:data70};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
if(data70 < 1 || isNaN(data70)){
const err171 = {instancePath:instancePath+"/approval/quorum",schemaPath:"#/$defs/agent/properties/approval/properties/quorum/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.approval.properties.quorum,data:data70};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
if(typeof data70 === "string"){
if(!pattern11.test(data70)){
const err172 = {instancePath:instancePath+"/approval/quorum",schemaPath:"#/$defs/agent/properties/approval/properties/quorum/pattern",keyword:"pattern",params:{pattern: "^(any|all)$"},message:"must match pattern \""+"^(any|all)$"+"\"",schema:"^(any|all)$",parentSchema:schema36.properties.approval.properties.quorum,data:data70};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
}
if(data67.people !== undefined){
let data71 = data67.people;
if(!(((typeof data71 == "number") && (!(data71 % 1) && !isNaN(data71))) && (isFinite(data71)))){
const err173 = {instancePath:instancePath+"/approval/people",schemaPath:"#/$defs/agent/properties/approval/properties/people/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.approval.properties.people.type,parentSchema:schema36.properties.approval.properties.people,data:data71};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
if((typeof data71 == "number") && (isFinite(data71))){
if(data71 > 1000 || isNaN(data71)){
const err174 = {instancePath:instancePath+"/approval/people",schemaPath:"#/$defs/agent/properties/approval/properties/people/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.approval.properties.people,data:data71};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
if(data71 < 1 || isNaN(data71)){
const err175 = {instancePath:instancePath+"/approval/people",schemaPath:"#/$defs/agent/properties/approval/properties/people/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.approval.properties.people,data:data71};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
}
if(data67.agents !== undefined){
let data72 = data67.agents;
if(!(((typeof data72 == "number") && (!(data72 % 1) && !isNaN(data72))) && (isFinite(data72)))){
const err176 = {instancePath:instancePath+"/approval/agents",schemaPath:"#/$defs/agent/properties/approval/properties/agents/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.approval.properties.agents.type,parentSchema:schema36.properties.approval.properties.agents,data:data72};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
if((typeof data72 == "number") && (isFinite(data72))){
if(data72 > 1000 || isNaN(data72)){
const err177 = {instancePath:instancePath+"/approval/agents",schemaPath:"#/$defs/agent/properties/approval/properties/agents/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema36.properties.approval.properties.agents,data:data72};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
if(data72 < 0 || isNaN(data72)){
const err178 = {instancePath:instancePath+"/approval/agents",schemaPath:"#/$defs/agent/properties/approval/properties/agents/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.approval.properties.agents,data:data72};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
}
if(data67.vetoes !== undefined){
let data73 = data67.vetoes;
if(Array.isArray(data73)){
if(data73.length < 1){
const err179 = {instancePath:instancePath+"/approval/vetoes",schemaPath:"#/$defs/agent/properties/approval/properties/vetoes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema36.properties.approval.properties.vetoes,data:data73};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
const len7 = data73.length;
for(let i12=0; i12<len7; i12++){
let data74 = data73[i12];
if(typeof data74 === "string"){
if(!pattern10.test(data74)){
const err180 = {instancePath:instancePath+"/approval/vetoes/" + i12,schemaPath:"#/$defs/agent/properties/approval/properties/vetoes/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s,]{1,128}$"},message:"must match pattern \""+"^[^\\s,]{1,128}$"+"\"",schema:"^[^\\s,]{1,128}$",parentSchema:schema36.properties.approval.properties.vetoes.items,data:data74};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
else {
const err181 = {instancePath:instancePath+"/approval/vetoes/" + i12,schemaPath:"#/$defs/agent/properties/approval/properties/vetoes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.vetoes.items.type,parentSchema:schema36.properties.approval.properties.vetoes.items,data:data74};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
let i13 = data73.length;
let j5;
if(i13 > 1){
const indices5 = {};
for(;i13--;){
let item5 = data73[i13];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err182 = {instancePath:instancePath+"/approval/vetoes",schemaPath:"#/$defs/agent/properties/approval/properties/vetoes/uniqueItems",keyword:"uniqueItems",params:{i: i13, j: j5},message:"must NOT have duplicate items (items ## "+j5+" and "+i13+" are identical)",schema:true,parentSchema:schema36.properties.approval.properties.vetoes,data:data73};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
break;
}
indices5[item5] = i13;
}
}
}
else {
const err183 = {instancePath:instancePath+"/approval/vetoes",schemaPath:"#/$defs/agent/properties/approval/properties/vetoes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.properties.approval.properties.vetoes.type,parentSchema:schema36.properties.approval.properties.vetoes,data:data73};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
if(data67.timeout !== undefined){
let data75 = data67.timeout;
if(typeof data75 === "string"){
if(!pattern5.test(data75)){
const err184 = {instancePath:instancePath+"/approval/timeout",schemaPath:"#/$defs/agent/properties/approval/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema36.properties.approval.properties.timeout,data:data75};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
}
else {
const err185 = {instancePath:instancePath+"/approval/timeout",schemaPath:"#/$defs/agent/properties/approval/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.timeout.type,parentSchema:schema36.properties.approval.properties.timeout,data:data75};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
}
if(data67.remind !== undefined){
let data76 = data67.remind;
if(typeof data76 === "string"){
if(!pattern5.test(data76)){
const err186 = {instancePath:instancePath+"/approval/remind",schemaPath:"#/$defs/agent/properties/approval/properties/remind/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema36.properties.approval.properties.remind,data:data76};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
else {
const err187 = {instancePath:instancePath+"/approval/remind",schemaPath:"#/$defs/agent/properties/approval/properties/remind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.remind.type,parentSchema:schema36.properties.approval.properties.remind,data:data76};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
if(data67.on_timeout !== undefined){
let data77 = data67.on_timeout;
if(typeof data77 !== "string"){
const err188 = {instancePath:instancePath+"/approval/on_timeout",schemaPath:"#/$defs/agent/properties/approval/properties/on_timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.on_timeout.type,parentSchema:schema36.properties.approval.properties.on_timeout,data:data77};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
if(!((data77 === "reject") || (data77 === "escalate"))){
const err189 = {instancePath:instancePath+"/approval/on_timeout",schemaPath:"#/$defs/agent/properties/approval/properties/on_timeout/enum",keyword:"enum",params:{allowedValues: schema36.properties.approval.properties.on_timeout.enum},message:"must be equal to one of the allowed values",schema:schema36.properties.approval.properties.on_timeout.enum,parentSchema:schema36.properties.approval.properties.on_timeout,data:data77};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
}
if(data67.escalate_to !== undefined){
let data78 = data67.escalate_to;
if(Array.isArray(data78)){
if(data78.length < 1){
const err190 = {instancePath:instancePath+"/approval/escalate_to",schemaPath:"#/$defs/agent/properties/approval/properties/escalate_to/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema36.properties.approval.properties.escalate_to,data:data78};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
const len8 = data78.length;
for(let i14=0; i14<len8; i14++){
let data79 = data78[i14];
if(typeof data79 === "string"){
if(!pattern10.test(data79)){
const err191 = {instancePath:instancePath+"/approval/escalate_to/" + i14,schemaPath:"#/$defs/agent/properties/approval/properties/escalate_to/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s,]{1,128}$"},message:"must match pattern \""+"^[^\\s,]{1,128}$"+"\"",schema:"^[^\\s,]{1,128}$",parentSchema:schema36.properties.approval.properties.escalate_to.items,data:data79};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
}
else {
const err192 = {instancePath:instancePath+"/approval/escalate_to/" + i14,schemaPath:"#/$defs/agent/properties/approval/properties/escalate_to/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.escalate_to.items.type,parentSchema:schema36.properties.approval.properties.escalate_to.items,data:data79};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
}
let i15 = data78.length;
let j6;
if(i15 > 1){
const indices6 = {};
for(;i15--;){
let item6 = data78[i15];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err193 = {instancePath:instancePath+"/approval/escalate_to",schemaPath:"#/$defs/agent/properties/approval/properties/escalate_to/uniqueItems",keyword:"uniqueItems",params:{i: i15, j: j6},message:"must NOT have duplicate items (items ## "+j6+" and "+i15+" are identical)",schema:true,parentSchema:schema36.properties.approval.properties.escalate_to,data:data78};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
break;
}
indices6[item6] = i15;
}
}
}
else {
const err194 = {instancePath:instancePath+"/approval/escalate_to",schemaPath:"#/$defs/agent/properties/approval/properties/escalate_to/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.properties.approval.properties.escalate_to.type,parentSchema:schema36.properties.approval.properties.escalate_to,data:data78};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
if(data67.allow_author !== undefined){
let data80 = data67.allow_author;
if(typeof data80 !== "boolean"){
const err195 = {instancePath:instancePath+"/approval/allow_author",schemaPath:"#/$defs/agent/properties/approval/properties/allow_author/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema36.properties.approval.properties.allow_author.type,parentSchema:schema36.properties.approval.properties.allow_author,data:data80};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
}
if(data67.send_backs !== undefined){
let data81 = data67.send_backs;
if(!(((typeof data81 == "number") && (!(data81 % 1) && !isNaN(data81))) && (isFinite(data81)))){
const err196 = {instancePath:instancePath+"/approval/send_backs",schemaPath:"#/$defs/agent/properties/approval/properties/send_backs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.approval.properties.send_backs.type,parentSchema:schema36.properties.approval.properties.send_backs,data:data81};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 > 100 || isNaN(data81)){
const err197 = {instancePath:instancePath+"/approval/send_backs",schemaPath:"#/$defs/agent/properties/approval/properties/send_backs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema36.properties.approval.properties.send_backs,data:data81};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
if(data81 < 0 || isNaN(data81)){
const err198 = {instancePath:instancePath+"/approval/send_backs",schemaPath:"#/$defs/agent/properties/approval/properties/send_backs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.approval.properties.send_backs,data:data81};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
}
}
if(data67.message !== undefined){
let data82 = data67.message;
if(typeof data82 === "string"){
if(func1(data82) > 4096){
const err199 = {instancePath:instancePath+"/approval/message",schemaPath:"#/$defs/agent/properties/approval/properties/message/maxLength",keyword:"maxLength",params:{limit: 4096},message:"must NOT have more than 4096 characters",schema:4096,parentSchema:schema36.properties.approval.properties.message,data:data82};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
}
else {
const err200 = {instancePath:instancePath+"/approval/message",schemaPath:"#/$defs/agent/properties/approval/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.approval.properties.message.type,parentSchema:schema36.properties.approval.properties.message,data:data82};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
}
}
else {
const err201 = {instancePath:instancePath+"/approval",schemaPath:"#/$defs/agent/properties/approval/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.properties.approval.type,parentSchema:schema36.properties.approval,data:data67};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
}
}
else {
const err202 = {instancePath,schemaPath:"#/$defs/agent/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
var _valid2 = _errs84 === errors;
valid23 = _valid2;
if(valid23){
if(props2 !== true){
props2 = true;
}
}
ifClause2 = "else";
}
if(!valid23){
const err203 = {instancePath,schemaPath:"#/else/else/if",keyword:"if",params:{failingKeyword: ifClause2},message:"must match \""+ifClause2+"\" schema",schema:schema32.else.else.if,parentSchema:schema32.else.else,data};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
var _valid1 = _errs79 === errors;
valid21 = _valid1;
if(valid21){
if(props1 !== true && props2 !== undefined){
if(props2 === true){
props1 = true;
}
else {
props1 = props1 || {};
Object.assign(props1, props2);
}
}
}
ifClause1 = "else";
}
if(!valid21){
const err204 = {instancePath,schemaPath:"#/else/if",keyword:"if",params:{failingKeyword: ifClause1},message:"must match \""+ifClause1+"\" schema",schema:schema32.else.if,parentSchema:schema32.else,data};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
var _valid0 = _errs74 === errors;
valid0 = _valid0;
if(valid0){
if(props0 !== true && props1 !== undefined){
if(props1 === true){
props0 = true;
}
else {
props0 = props0 || {};
Object.assign(props0, props1);
}
}
}
ifClause0 = "else";
}
if(!valid0){
const err205 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema",schema:schema32.if,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
}
if(data.type !== undefined){
let data83 = data.type;
if(!((((data83 === "agent") || (data83 === "gate")) || (data83 === "parallel")) || (data83 === "condition"))){
const err206 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema32.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.type.enum,parentSchema:schema32.properties.type,data:data83};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
}
}
validate21.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate21.evaluated = {"dynamicProps":true,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:muster:pipeline:1" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.stages === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "stages"},message:"must have required property '"+"stages"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "version")) || (key0 === "description")) || (key0 === "timeout")) || (key0 === "inputs")) || (key0 === "stages"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.name.type,parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))){
const err5 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema31.properties.version.type},message:"must be string,number",schema:schema31.properties.version.type,parentSchema:schema31.properties.version,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if(typeof data2 !== "string"){
const err6 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.description.type,parentSchema:schema31.properties.description,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.timeout !== undefined){
let data3 = data.timeout;
if(typeof data3 === "string"){
if(!pattern5.test(data3)){
const err7 = {instancePath:instancePath+"/timeout",schemaPath:"#/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema31.properties.timeout,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/timeout",schemaPath:"#/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.timeout.type,parentSchema:schema31.properties.timeout,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.inputs !== undefined){
let data4 = data.inputs;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
const _errs12 = errors;
if(typeof key1 === "string"){
if(!pattern4.test(key1)){
const err9 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema31.properties.inputs.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var valid1 = _errs12 === errors;
if(!valid1){
const err10 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema31.properties.inputs.propertyNames,parentSchema:schema31.properties.inputs,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
for(const key2 in data4){
let data5 = data4[key2];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.type === undefined){
const err11 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/inputs/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema31.properties.inputs.additionalProperties.required,parentSchema:schema31.properties.inputs.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key3 in data5){
if(!((((((key3 === "type") || (key3 === "description")) || (key3 === "required")) || (key3 === "default")) || (key3 === "enum")) || (key3 === "pattern"))){
const err12 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/inputs/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.inputs.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data5.type !== undefined){
let data6 = data5.type;
if(typeof data6 !== "string"){
const err13 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/inputs/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.inputs.additionalProperties.properties.type.type,parentSchema:schema31.properties.inputs.additionalProperties.properties.type,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!((((((data6 === "string") || (data6 === "number")) || (data6 === "integer")) || (data6 === "boolean")) || (data6 === "list")) || (data6 === "object"))){
const err14 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/inputs/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema31.properties.inputs.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.inputs.additionalProperties.properties.type.enum,parentSchema:schema31.properties.inputs.additionalProperties.properties.type,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data5.description !== undefined){
let data7 = data5.description;
if(typeof data7 !== "string"){
const err15 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/properties/inputs/additionalProperties/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.inputs.additionalProperties.properties.description.type,parentSchema:schema31.properties.inputs.additionalProperties.properties.description,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data5.required !== undefined){
let data8 = data5.required;
if(typeof data8 !== "boolean"){
const err16 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/required",schemaPath:"#/properties/inputs/additionalProperties/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema31.properties.inputs.additionalProperties.properties.required.type,parentSchema:schema31.properties.inputs.additionalProperties.properties.required,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data5.enum !== undefined){
let data9 = data5.enum;
if(Array.isArray(data9)){
if(data9.length < 1){
const err17 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/enum",schemaPath:"#/properties/inputs/additionalProperties/properties/enum/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.inputs.additionalProperties.properties.enum,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/enum",schemaPath:"#/properties/inputs/additionalProperties/properties/enum/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.inputs.additionalProperties.properties.enum.type,parentSchema:schema31.properties.inputs.additionalProperties.properties.enum,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data5.pattern !== undefined){
let data10 = data5.pattern;
if(typeof data10 === "string"){
if(func1(data10) > 512){
const err19 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/properties/inputs/additionalProperties/properties/pattern/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters",schema:512,parentSchema:schema31.properties.inputs.additionalProperties.properties.pattern,data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/properties/inputs/additionalProperties/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.inputs.additionalProperties.properties.pattern.type,parentSchema:schema31.properties.inputs.additionalProperties.properties.pattern,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/inputs/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.inputs.additionalProperties.type,parentSchema:schema31.properties.inputs.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.inputs.type,parentSchema:schema31.properties.inputs,data:data4};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.stages !== undefined){
let data11 = data.stages;
if(Array.isArray(data11)){
if(data11.length < 1){
const err23 = {instancePath:instancePath+"/stages",schemaPath:"#/properties/stages/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.stages,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
if(!(validate21(data11[i0], {instancePath:instancePath+"/stages/" + i0,parentData:data11,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err24 = {instancePath:instancePath+"/stages",schemaPath:"#/properties/stages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.stages.type,parentSchema:schema31.properties.stages,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const validateTemplate: ValidateFunction = validate27;
const schema37 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:muster:template:1","additionalProperties":false,"title":"Muster template","description":"A named, versioned definition of an agent.","type":"object","required":["name","version","tier"],"properties":{"name":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","description":"The name that stages refer to.","type":"string"},"version":{"maxLength":64,"description":"A semver version.","examples":["1.0.0"],"type":"string"},"description":{"description":"What the agent does.","type":"string"},"tier":{"type":"integer","enum":[0,1,2,3,4],"description":"The highest tier at which a stage may run it without a gate before: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward."},"max_tier":{"type":"integer","enum":[0,1,2,3,4],"description":"The highest tier at which any stage may run it, whoever approves. Default: 4."},"inputs":{"type":"object","propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"additionalProperties":false,"description":"One input: its type, and what values it accepts.","type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["string","number","integer","boolean","list","object"],"description":"What kind of value it takes."},"description":{"description":"What the value is for.","type":"string"},"required":{"description":"Whether a value must be given. Default: true, unless there is a default.","type":"boolean"},"default":{"description":"The value when none is given."},"enum":{"minItems":1,"description":"The only values allowed.","type":"array","items":{}},"pattern":{"maxLength":512,"description":"A regular expression (RE2) that the whole or part of a string must match.","type":"string"}}},"description":"What may or must be given when it is started, by name."},"binaries":{"description":"The programs that it needs; PREFLIGHT checks them.","type":"array","items":{"additionalProperties":false,"description":"A program that the agent needs.","type":"object","required":["name"],"properties":{"name":{"pattern":"^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$","description":"The name of the program on the PATH.","type":"string"},"version":{"description":"A semver range. Default: any version.","type":"string"},"version_command":{"minItems":1,"maxItems":256,"description":"The command that prints the version. Default: the program with `--version`.","type":"array","items":{"maxLength":65536,"type":"string"}},"when":{"minLength":1,"maxLength":2048,"description":"CEL over `inputs` of the template: needed only when true.","type":"string"},"install":{"description":"One sentence on how to get it.","type":"string"}}}},"commands":{"type":"object","properties":{"plan":{"minItems":1,"maxItems":256,"description":"Writes the plan.","type":"array","items":{"maxLength":65536,"type":"string"}},"execute":{"minItems":1,"maxItems":256,"description":"Does what the plan says.","type":"array","items":{"maxLength":65536,"type":"string"}},"verify":{"minItems":1,"maxItems":256,"description":"Checks the results.","type":"array","items":{"maxLength":65536,"type":"string"}}},"additionalProperties":false,"description":"A command per phase, as a list of arguments. No shell unless the list names one."},"sandbox":{"additionalProperties":false,"description":"What the sandbox of the agent lets it do, as far as its tier allows it.","type":"object","properties":{"project":{"type":"string","enum":["none","read","write"],"description":"What the agent may do with the directory Muster was started in. Default: read. `write` counts at tiers 2 and 3."},"network":{"type":"string","enum":["none","host"],"description":"Which network it may use. Default: none. `host` counts at tiers 2 and 3."},"memory":{"pattern":"^[1-9]\\d{0,8}(KB|MB|GB)$","description":"The memory that all its processes may have together.","examples":["512MB","2GB"],"type":"string"},"processes":{"minimum":4,"maximum":32768,"description":"How many processes and threads it may have.","type":"integer"},"file_size":{"pattern":"^[1-9]\\d{0,8}(KB|MB|GB)$","description":"The size that a file it writes may have.","examples":["512MB","2GB"],"type":"string"},"cpu":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"The processor time that each of its processes may take.","examples":["30m","1h30m"],"type":"string"}}},"files":{"maxItems":64,"uniqueItems":true,"description":"Texts that its commands use, as paths from the directory of the template. An argument that is such a path is given as the place of the file; all are below `MUSTER_TEMPLATE_DIR`.","type":"array","items":{"maxLength":128,"pattern":"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$","type":"string"}},"agent":{"minItems":1,"maxItems":256,"description":"The program of an agent that speaks the agent protocol, instead of `commands`. One process runs all phases.","type":"array","items":{"maxLength":65536,"type":"string"}},"warm":{"minimum":1,"maximum":4,"description":"How many processes of `agent` each worker keeps started for agents to come. Each works for one agent. Default: none.","type":"integer"},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. Never put a secret here."},"outputs":{"uniqueItems":true,"description":"The outputs that EXECUTE promises to write.","type":"array","items":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$","type":"string"}},"effects":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"object","required":["verb"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."}},"allOf":[{"if":{"required":["verb"],"properties":{"verb":{"const":"file.write"}}},"then":{"required":["roots"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"roots":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","maxLength":1024,"pattern":"^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$"},"description":"The directories below which files may be written: absolute, or below the directory Muster was started in."},"max_bytes":{"type":"integer","minimum":1,"maximum":1048576,"description":"The largest file. Default: 1048576."},"irreversible":{"type":"boolean","description":"Whether what it does cannot be changed back: then only tier 3 may. Default: false."}},"additionalProperties":false}},{"if":{"required":["verb"],"properties":{"verb":{"const":"command.run"}}},"then":{"required":["commands"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"commands":{"type":"object","minProperties":1,"propertyNames":{"pattern":"^[A-Za-z][A-Za-z0-9_-]{0,62}$"},"additionalProperties":{"type":"array","minItems":1,"maxItems":256,"items":{"type":"string","maxLength":65536}},"description":"The commands that may be run, by name, each as a list of arguments."},"env":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"additionalProperties":{"type":"string"},"description":"Environment variables for the commands. Never put a secret here."},"secrets":{"type":"array","minItems":1,"maxItems":16,"uniqueItems":true,"items":{"type":"string","pattern":"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"},"description":"Names of secrets of the worker that the commands are given as environment variables, at tier 2 and above."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long a command may take. Default: 1m.","examples":["30m","1h30m"],"type":"string"},"irreversible":{"type":"boolean","description":"Whether what it does cannot be changed back: then only tier 3 may. Default: false."}},"additionalProperties":false}},{"if":{"required":["verb"],"properties":{"verb":{"const":"http.request"}}},"then":{"required":["hosts"],"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"hosts":{"type":"array","minItems":1,"maxItems":256,"items":{"type":"string","pattern":"^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$"},"description":"The hosts that may be asked: `name`, or `name:port` for another than the usual port; `*` for every host."},"methods":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE"]},"description":"The methods that may be used. Default: GET and HEAD."},"private":{"type":"boolean","description":"Whether the hosts may be loopback or private addresses. Default: false."},"secrets":{"type":"array","minItems":1,"maxItems":16,"uniqueItems":true,"items":{"type":"string","pattern":"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"},"description":"Names of secrets of the worker that headers of requests may refer to, at tier 2 and above."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long a request may take. Default: 30s.","examples":["30m","1h30m"],"type":"string"},"irreversible":{"type":"boolean","description":"Whether what it does cannot be changed back: then only tier 3 may. Default: false."}},"additionalProperties":false}},{"if":{"required":["verb"],"properties":{"verb":{"const":"model.complete"}}},"then":{"properties":{"verb":{"type":"string","enum":["file.write","command.run","http.request","model.complete"],"description":"What may be done."},"max_tokens":{"type":"integer","minimum":1,"maximum":32000,"description":"The longest answer, in tokens of the model. Default: 4000."},"timeout":{"pattern":"^(\\d+(ms|s|m|h|d))+$","description":"How long an answer may take. Default: 2m.","examples":["30m","1h30m"],"type":"string"}},"additionalProperties":false}}]},"description":"What agents may ask their host to do outside the workspace, when their plan and tier allow it."}}};
const pattern43 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$", "u");
const pattern44 = new RegExp("^[1-9]\\d{0,8}(KB|MB|GB)$", "u");
const pattern47 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$", "u");
const pattern50 = new RegExp("^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$", "u");
const pattern53 = new RegExp("^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$", "u");
const pattern55 = new RegExp("^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$", "u");

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:muster:template:1" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.tier === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tier"},message:"must have required property '"+"tier"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema37.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema37.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.name.type,parentSchema:schema37.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 === "string"){
if(func1(data1) > 64){
const err6 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema37.properties.version,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.version.type,parentSchema:schema37.properties.version,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.description.type,parentSchema:schema37.properties.description,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.tier !== undefined){
let data3 = data.tier;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err9 = {instancePath:instancePath+"/tier",schemaPath:"#/properties/tier/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.tier.type,parentSchema:schema37.properties.tier,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(((((data3 === 0) || (data3 === 1)) || (data3 === 2)) || (data3 === 3)) || (data3 === 4))){
const err10 = {instancePath:instancePath+"/tier",schemaPath:"#/properties/tier/enum",keyword:"enum",params:{allowedValues: schema37.properties.tier.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.tier.enum,parentSchema:schema37.properties.tier,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.max_tier !== undefined){
let data4 = data.max_tier;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err11 = {instancePath:instancePath+"/max_tier",schemaPath:"#/properties/max_tier/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.max_tier.type,parentSchema:schema37.properties.max_tier,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(!(((((data4 === 0) || (data4 === 1)) || (data4 === 2)) || (data4 === 3)) || (data4 === 4))){
const err12 = {instancePath:instancePath+"/max_tier",schemaPath:"#/properties/max_tier/enum",keyword:"enum",params:{allowedValues: schema37.properties.max_tier.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.max_tier.enum,parentSchema:schema37.properties.max_tier,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.inputs !== undefined){
let data5 = data.inputs;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key1 in data5){
const _errs14 = errors;
if(typeof key1 === "string"){
if(!pattern4.test(key1)){
const err13 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema37.properties.inputs.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var valid1 = _errs14 === errors;
if(!valid1){
const err14 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema37.properties.inputs.propertyNames,parentSchema:schema37.properties.inputs,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
for(const key2 in data5){
let data6 = data5[key2];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.type === undefined){
const err15 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/inputs/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema37.properties.inputs.additionalProperties.required,parentSchema:schema37.properties.inputs.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
for(const key3 in data6){
if(!((((((key3 === "type") || (key3 === "description")) || (key3 === "required")) || (key3 === "default")) || (key3 === "enum")) || (key3 === "pattern"))){
const err16 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/inputs/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.inputs.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data6.type !== undefined){
let data7 = data6.type;
if(typeof data7 !== "string"){
const err17 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/inputs/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.inputs.additionalProperties.properties.type.type,parentSchema:schema37.properties.inputs.additionalProperties.properties.type,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!((((((data7 === "string") || (data7 === "number")) || (data7 === "integer")) || (data7 === "boolean")) || (data7 === "list")) || (data7 === "object"))){
const err18 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/inputs/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema37.properties.inputs.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.inputs.additionalProperties.properties.type.enum,parentSchema:schema37.properties.inputs.additionalProperties.properties.type,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data6.description !== undefined){
let data8 = data6.description;
if(typeof data8 !== "string"){
const err19 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/properties/inputs/additionalProperties/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.inputs.additionalProperties.properties.description.type,parentSchema:schema37.properties.inputs.additionalProperties.properties.description,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data6.required !== undefined){
let data9 = data6.required;
if(typeof data9 !== "boolean"){
const err20 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/required",schemaPath:"#/properties/inputs/additionalProperties/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.inputs.additionalProperties.properties.required.type,parentSchema:schema37.properties.inputs.additionalProperties.properties.required,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data6.enum !== undefined){
let data10 = data6.enum;
if(Array.isArray(data10)){
if(data10.length < 1){
const err21 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/enum",schemaPath:"#/properties/inputs/additionalProperties/properties/enum/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.inputs.additionalProperties.properties.enum,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/enum",schemaPath:"#/properties/inputs/additionalProperties/properties/enum/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.inputs.additionalProperties.properties.enum.type,parentSchema:schema37.properties.inputs.additionalProperties.properties.enum,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data6.pattern !== undefined){
let data11 = data6.pattern;
if(typeof data11 === "string"){
if(func1(data11) > 512){
const err23 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/properties/inputs/additionalProperties/properties/pattern/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters",schema:512,parentSchema:schema37.properties.inputs.additionalProperties.properties.pattern,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/properties/inputs/additionalProperties/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.inputs.additionalProperties.properties.pattern.type,parentSchema:schema37.properties.inputs.additionalProperties.properties.pattern,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/inputs/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/inputs/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.inputs.additionalProperties.type,parentSchema:schema37.properties.inputs.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.inputs.type,parentSchema:schema37.properties.inputs,data:data5};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.binaries !== undefined){
let data12 = data.binaries;
if(Array.isArray(data12)){
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.name === undefined){
const err27 = {instancePath:instancePath+"/binaries/" + i0,schemaPath:"#/properties/binaries/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema37.properties.binaries.items.required,parentSchema:schema37.properties.binaries.items,data:data13};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
for(const key4 in data13){
if(!(((((key4 === "name") || (key4 === "version")) || (key4 === "version_command")) || (key4 === "when")) || (key4 === "install"))){
const err28 = {instancePath:instancePath+"/binaries/" + i0,schemaPath:"#/properties/binaries/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.binaries.items,data:data13};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data13.name !== undefined){
let data14 = data13.name;
if(typeof data14 === "string"){
if(!pattern43.test(data14)){
const err29 = {instancePath:instancePath+"/binaries/" + i0+"/name",schemaPath:"#/properties/binaries/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$",parentSchema:schema37.properties.binaries.items.properties.name,data:data14};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/binaries/" + i0+"/name",schemaPath:"#/properties/binaries/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.binaries.items.properties.name.type,parentSchema:schema37.properties.binaries.items.properties.name,data:data14};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data13.version !== undefined){
let data15 = data13.version;
if(typeof data15 !== "string"){
const err31 = {instancePath:instancePath+"/binaries/" + i0+"/version",schemaPath:"#/properties/binaries/items/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.binaries.items.properties.version.type,parentSchema:schema37.properties.binaries.items.properties.version,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data13.version_command !== undefined){
let data16 = data13.version_command;
if(Array.isArray(data16)){
if(data16.length > 256){
const err32 = {instancePath:instancePath+"/binaries/" + i0+"/version_command",schemaPath:"#/properties/binaries/items/properties/version_command/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.binaries.items.properties.version_command,data:data16};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data16.length < 1){
const err33 = {instancePath:instancePath+"/binaries/" + i0+"/version_command",schemaPath:"#/properties/binaries/items/properties/version_command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.binaries.items.properties.version_command,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
const len1 = data16.length;
for(let i1=0; i1<len1; i1++){
let data17 = data16[i1];
if(typeof data17 === "string"){
if(func1(data17) > 65536){
const err34 = {instancePath:instancePath+"/binaries/" + i0+"/version_command/" + i1,schemaPath:"#/properties/binaries/items/properties/version_command/items/maxLength",keyword:"maxLength",params:{limit: 65536},message:"must NOT have more than 65536 characters",schema:65536,parentSchema:schema37.properties.binaries.items.properties.version_command.items,data:data17};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/binaries/" + i0+"/version_command/" + i1,schemaPath:"#/properties/binaries/items/properties/version_command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.binaries.items.properties.version_command.items.type,parentSchema:schema37.properties.binaries.items.properties.version_command.items,data:data17};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/binaries/" + i0+"/version_command",schemaPath:"#/properties/binaries/items/properties/version_command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.binaries.items.properties.version_command.type,parentSchema:schema37.properties.binaries.items.properties.version_command,data:data16};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data13.when !== undefined){
let data18 = data13.when;
if(typeof data18 === "string"){
if(func1(data18) > 2048){
const err37 = {instancePath:instancePath+"/binaries/" + i0+"/when",schemaPath:"#/properties/binaries/items/properties/when/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema37.properties.binaries.items.properties.when,data:data18};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(func1(data18) < 1){
const err38 = {instancePath:instancePath+"/binaries/" + i0+"/when",schemaPath:"#/properties/binaries/items/properties/when/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema37.properties.binaries.items.properties.when,data:data18};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/binaries/" + i0+"/when",schemaPath:"#/properties/binaries/items/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.binaries.items.properties.when.type,parentSchema:schema37.properties.binaries.items.properties.when,data:data18};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data13.install !== undefined){
let data19 = data13.install;
if(typeof data19 !== "string"){
const err40 = {instancePath:instancePath+"/binaries/" + i0+"/install",schemaPath:"#/properties/binaries/items/properties/install/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.binaries.items.properties.install.type,parentSchema:schema37.properties.binaries.items.properties.install,data:data19};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/binaries/" + i0,schemaPath:"#/properties/binaries/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.binaries.items.type,parentSchema:schema37.properties.binaries.items,data:data13};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/binaries",schemaPath:"#/properties/binaries/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.binaries.type,parentSchema:schema37.properties.binaries,data:data12};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.commands !== undefined){
let data20 = data.commands;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key5 in data20){
if(!(((key5 === "plan") || (key5 === "execute")) || (key5 === "verify"))){
const err43 = {instancePath:instancePath+"/commands",schemaPath:"#/properties/commands/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.commands,data:data20};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data20.plan !== undefined){
let data21 = data20.plan;
if(Array.isArray(data21)){
if(data21.length > 256){
const err44 = {instancePath:instancePath+"/commands/plan",schemaPath:"#/properties/commands/properties/plan/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.commands.properties.plan,data:data21};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data21.length < 1){
const err45 = {instancePath:instancePath+"/commands/plan",schemaPath:"#/properties/commands/properties/plan/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.commands.properties.plan,data:data21};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
const len2 = data21.length;
for(let i2=0; i2<len2; i2++){
let data22 = data21[i2];
if(typeof data22 === "string"){
if(func1(data22) > 65536){
const err46 = {instancePath:instancePath+"/commands/plan/" + i2,schemaPath:"#/properties/commands/properties/plan/items/maxLength",keyword:"maxLength",params:{limit: 65536},message:"must NOT have more than 65536 characters",schema:65536,parentSchema:schema37.properties.commands.properties.plan.items,data:data22};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/commands/plan/" + i2,schemaPath:"#/properties/commands/properties/plan/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.commands.properties.plan.items.type,parentSchema:schema37.properties.commands.properties.plan.items,data:data22};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/commands/plan",schemaPath:"#/properties/commands/properties/plan/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.commands.properties.plan.type,parentSchema:schema37.properties.commands.properties.plan,data:data21};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data20.execute !== undefined){
let data23 = data20.execute;
if(Array.isArray(data23)){
if(data23.length > 256){
const err49 = {instancePath:instancePath+"/commands/execute",schemaPath:"#/properties/commands/properties/execute/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.commands.properties.execute,data:data23};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data23.length < 1){
const err50 = {instancePath:instancePath+"/commands/execute",schemaPath:"#/properties/commands/properties/execute/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.commands.properties.execute,data:data23};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
const len3 = data23.length;
for(let i3=0; i3<len3; i3++){
let data24 = data23[i3];
if(typeof data24 === "string"){
if(func1(data24) > 65536){
const err51 = {instancePath:instancePath+"/commands/execute/" + i3,schemaPath:"#/properties/commands/properties/execute/items/maxLength",keyword:"maxLength",params:{limit: 65536},message:"must NOT have more than 65536 characters",schema:65536,parentSchema:schema37.properties.commands.properties.execute.items,data:data24};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/commands/execute/" + i3,schemaPath:"#/properties/commands/properties/execute/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.commands.properties.execute.items.type,parentSchema:schema37.properties.commands.properties.execute.items,data:data24};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/commands/execute",schemaPath:"#/properties/commands/properties/execute/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.commands.properties.execute.type,parentSchema:schema37.properties.commands.properties.execute,data:data23};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data20.verify !== undefined){
let data25 = data20.verify;
if(Array.isArray(data25)){
if(data25.length > 256){
const err54 = {instancePath:instancePath+"/commands/verify",schemaPath:"#/properties/commands/properties/verify/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.commands.properties.verify,data:data25};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data25.length < 1){
const err55 = {instancePath:instancePath+"/commands/verify",schemaPath:"#/properties/commands/properties/verify/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.commands.properties.verify,data:data25};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
const len4 = data25.length;
for(let i4=0; i4<len4; i4++){
let data26 = data25[i4];
if(typeof data26 === "string"){
if(func1(data26) > 65536){
const err56 = {instancePath:instancePath+"/commands/verify/" + i4,schemaPath:"#/properties/commands/properties/verify/items/maxLength",keyword:"maxLength",params:{limit: 65536},message:"must NOT have more than 65536 characters",schema:65536,parentSchema:schema37.properties.commands.properties.verify.items,data:data26};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
else {
const err57 = {instancePath:instancePath+"/commands/verify/" + i4,schemaPath:"#/properties/commands/properties/verify/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.commands.properties.verify.items.type,parentSchema:schema37.properties.commands.properties.verify.items,data:data26};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/commands/verify",schemaPath:"#/properties/commands/properties/verify/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.commands.properties.verify.type,parentSchema:schema37.properties.commands.properties.verify,data:data25};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/commands",schemaPath:"#/properties/commands/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.commands.type,parentSchema:schema37.properties.commands,data:data20};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.sandbox !== undefined){
let data27 = data.sandbox;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key6 in data27){
if(!((((((key6 === "project") || (key6 === "network")) || (key6 === "memory")) || (key6 === "processes")) || (key6 === "file_size")) || (key6 === "cpu"))){
const err60 = {instancePath:instancePath+"/sandbox",schemaPath:"#/properties/sandbox/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.sandbox,data:data27};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data27.project !== undefined){
let data28 = data27.project;
if(typeof data28 !== "string"){
const err61 = {instancePath:instancePath+"/sandbox/project",schemaPath:"#/properties/sandbox/properties/project/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.sandbox.properties.project.type,parentSchema:schema37.properties.sandbox.properties.project,data:data28};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(!(((data28 === "none") || (data28 === "read")) || (data28 === "write"))){
const err62 = {instancePath:instancePath+"/sandbox/project",schemaPath:"#/properties/sandbox/properties/project/enum",keyword:"enum",params:{allowedValues: schema37.properties.sandbox.properties.project.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.sandbox.properties.project.enum,parentSchema:schema37.properties.sandbox.properties.project,data:data28};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data27.network !== undefined){
let data29 = data27.network;
if(typeof data29 !== "string"){
const err63 = {instancePath:instancePath+"/sandbox/network",schemaPath:"#/properties/sandbox/properties/network/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.sandbox.properties.network.type,parentSchema:schema37.properties.sandbox.properties.network,data:data29};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(!((data29 === "none") || (data29 === "host"))){
const err64 = {instancePath:instancePath+"/sandbox/network",schemaPath:"#/properties/sandbox/properties/network/enum",keyword:"enum",params:{allowedValues: schema37.properties.sandbox.properties.network.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.sandbox.properties.network.enum,parentSchema:schema37.properties.sandbox.properties.network,data:data29};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data27.memory !== undefined){
let data30 = data27.memory;
if(typeof data30 === "string"){
if(!pattern44.test(data30)){
const err65 = {instancePath:instancePath+"/sandbox/memory",schemaPath:"#/properties/sandbox/properties/memory/pattern",keyword:"pattern",params:{pattern: "^[1-9]\\d{0,8}(KB|MB|GB)$"},message:"must match pattern \""+"^[1-9]\\d{0,8}(KB|MB|GB)$"+"\"",schema:"^[1-9]\\d{0,8}(KB|MB|GB)$",parentSchema:schema37.properties.sandbox.properties.memory,data:data30};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/sandbox/memory",schemaPath:"#/properties/sandbox/properties/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.sandbox.properties.memory.type,parentSchema:schema37.properties.sandbox.properties.memory,data:data30};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data27.processes !== undefined){
let data31 = data27.processes;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
const err67 = {instancePath:instancePath+"/sandbox/processes",schemaPath:"#/properties/sandbox/properties/processes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.sandbox.properties.processes.type,parentSchema:schema37.properties.sandbox.properties.processes,data:data31};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 32768 || isNaN(data31)){
const err68 = {instancePath:instancePath+"/sandbox/processes",schemaPath:"#/properties/sandbox/properties/processes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 32768},message:"must be <= 32768",schema:32768,parentSchema:schema37.properties.sandbox.properties.processes,data:data31};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data31 < 4 || isNaN(data31)){
const err69 = {instancePath:instancePath+"/sandbox/processes",schemaPath:"#/properties/sandbox/properties/processes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 4},message:"must be >= 4",schema:4,parentSchema:schema37.properties.sandbox.properties.processes,data:data31};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
}
if(data27.file_size !== undefined){
let data32 = data27.file_size;
if(typeof data32 === "string"){
if(!pattern44.test(data32)){
const err70 = {instancePath:instancePath+"/sandbox/file_size",schemaPath:"#/properties/sandbox/properties/file_size/pattern",keyword:"pattern",params:{pattern: "^[1-9]\\d{0,8}(KB|MB|GB)$"},message:"must match pattern \""+"^[1-9]\\d{0,8}(KB|MB|GB)$"+"\"",schema:"^[1-9]\\d{0,8}(KB|MB|GB)$",parentSchema:schema37.properties.sandbox.properties.file_size,data:data32};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/sandbox/file_size",schemaPath:"#/properties/sandbox/properties/file_size/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.sandbox.properties.file_size.type,parentSchema:schema37.properties.sandbox.properties.file_size,data:data32};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data27.cpu !== undefined){
let data33 = data27.cpu;
if(typeof data33 === "string"){
if(!pattern5.test(data33)){
const err72 = {instancePath:instancePath+"/sandbox/cpu",schemaPath:"#/properties/sandbox/properties/cpu/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema37.properties.sandbox.properties.cpu,data:data33};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
else {
const err73 = {instancePath:instancePath+"/sandbox/cpu",schemaPath:"#/properties/sandbox/properties/cpu/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.sandbox.properties.cpu.type,parentSchema:schema37.properties.sandbox.properties.cpu,data:data33};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/sandbox",schemaPath:"#/properties/sandbox/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.sandbox.type,parentSchema:schema37.properties.sandbox,data:data27};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data.files !== undefined){
let data34 = data.files;
if(Array.isArray(data34)){
if(data34.length > 64){
const err75 = {instancePath:instancePath+"/files",schemaPath:"#/properties/files/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema37.properties.files,data:data34};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
const len5 = data34.length;
for(let i5=0; i5<len5; i5++){
let data35 = data34[i5];
if(typeof data35 === "string"){
if(func1(data35) > 128){
const err76 = {instancePath:instancePath+"/files/" + i5,schemaPath:"#/properties/files/items/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema37.properties.files.items,data:data35};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(!pattern47.test(data35)){
const err77 = {instancePath:instancePath+"/files/" + i5,schemaPath:"#/properties/files/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$"},message:"must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$"+"\"",schema:"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",parentSchema:schema37.properties.files.items,data:data35};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
else {
const err78 = {instancePath:instancePath+"/files/" + i5,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.files.items.type,parentSchema:schema37.properties.files.items,data:data35};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
let i6 = data34.length;
let j0;
if(i6 > 1){
const indices0 = {};
for(;i6--;){
let item0 = data34[i6];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err79 = {instancePath:instancePath+"/files",schemaPath:"#/properties/files/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i6+" are identical)",schema:true,parentSchema:schema37.properties.files,data:data34};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
break;
}
indices0[item0] = i6;
}
}
}
else {
const err80 = {instancePath:instancePath+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.files.type,parentSchema:schema37.properties.files,data:data34};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data.agent !== undefined){
let data36 = data.agent;
if(Array.isArray(data36)){
if(data36.length > 256){
const err81 = {instancePath:instancePath+"/agent",schemaPath:"#/properties/agent/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.agent,data:data36};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data36.length < 1){
const err82 = {instancePath:instancePath+"/agent",schemaPath:"#/properties/agent/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.agent,data:data36};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
const len6 = data36.length;
for(let i7=0; i7<len6; i7++){
let data37 = data36[i7];
if(typeof data37 === "string"){
if(func1(data37) > 65536){
const err83 = {instancePath:instancePath+"/agent/" + i7,schemaPath:"#/properties/agent/items/maxLength",keyword:"maxLength",params:{limit: 65536},message:"must NOT have more than 65536 characters",schema:65536,parentSchema:schema37.properties.agent.items,data:data37};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
else {
const err84 = {instancePath:instancePath+"/agent/" + i7,schemaPath:"#/properties/agent/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.agent.items.type,parentSchema:schema37.properties.agent.items,data:data37};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
else {
const err85 = {instancePath:instancePath+"/agent",schemaPath:"#/properties/agent/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.agent.type,parentSchema:schema37.properties.agent,data:data36};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data.warm !== undefined){
let data38 = data.warm;
if(!(((typeof data38 == "number") && (!(data38 % 1) && !isNaN(data38))) && (isFinite(data38)))){
const err86 = {instancePath:instancePath+"/warm",schemaPath:"#/properties/warm/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.warm.type,parentSchema:schema37.properties.warm,data:data38};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 > 4 || isNaN(data38)){
const err87 = {instancePath:instancePath+"/warm",schemaPath:"#/properties/warm/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4},message:"must be <= 4",schema:4,parentSchema:schema37.properties.warm,data:data38};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(data38 < 1 || isNaN(data38)){
const err88 = {instancePath:instancePath+"/warm",schemaPath:"#/properties/warm/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.warm,data:data38};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
if(data.env !== undefined){
let data39 = data.env;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
for(const key7 in data39){
const _errs88 = errors;
if(typeof key7 === "string"){
if(!pattern32.test(key7)){
const err89 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema37.properties.env.propertyNames,data:key7,propertyName:key7};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
var valid22 = _errs88 === errors;
if(!valid22){
const err90 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid",schema:schema37.properties.env.propertyNames,parentSchema:schema37.properties.env,data:data39};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
for(const key8 in data39){
let data40 = data39[key8];
if(typeof data40 !== "string"){
const err91 = {instancePath:instancePath+"/env/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/env/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.env.additionalProperties.type,parentSchema:schema37.properties.env.additionalProperties,data:data40};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.env.type,parentSchema:schema37.properties.env,data:data39};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data.outputs !== undefined){
let data41 = data.outputs;
if(Array.isArray(data41)){
const len7 = data41.length;
for(let i8=0; i8<len7; i8++){
let data42 = data41[i8];
if(typeof data42 === "string"){
if(!pattern4.test(data42)){
const err93 = {instancePath:instancePath+"/outputs/" + i8,schemaPath:"#/properties/outputs/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema37.properties.outputs.items,data:data42};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
else {
const err94 = {instancePath:instancePath+"/outputs/" + i8,schemaPath:"#/properties/outputs/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.outputs.items.type,parentSchema:schema37.properties.outputs.items,data:data42};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
let i9 = data41.length;
let j1;
if(i9 > 1){
const indices1 = {};
for(;i9--;){
let item1 = data41[i9];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err95 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/uniqueItems",keyword:"uniqueItems",params:{i: i9, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i9+" are identical)",schema:true,parentSchema:schema37.properties.outputs,data:data41};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
break;
}
indices1[item1] = i9;
}
}
}
else {
const err96 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.outputs.type,parentSchema:schema37.properties.outputs,data:data41};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data.effects !== undefined){
let data43 = data.effects;
if(Array.isArray(data43)){
if(data43.length > 64){
const err97 = {instancePath:instancePath+"/effects",schemaPath:"#/properties/effects/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema37.properties.effects,data:data43};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data43.length < 1){
const err98 = {instancePath:instancePath+"/effects",schemaPath:"#/properties/effects/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects,data:data43};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
const len8 = data43.length;
for(let i10=0; i10<len8; i10++){
let data44 = data43[i10];
const _errs101 = errors;
let valid30 = true;
const _errs102 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
let missing0;
if((data44.verb === undefined) && (missing0 = "verb")){
const err99 = {};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
else {
if(data44.verb !== undefined){
if("file.write" !== data44.verb){
const err100 = {};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
}
var _valid0 = _errs102 === errors;
errors = _errs101;
if(vErrors !== null){
if(_errs101){
vErrors.length = _errs101;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs104 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.roots === undefined){
const err101 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/0/then/required",keyword:"required",params:{missingProperty: "roots"},message:"must have required property '"+"roots"+"'",schema:schema37.properties.effects.items.allOf[0].then.required,parentSchema:schema37.properties.effects.items.allOf[0].then,data:data44};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
for(const key9 in data44){
if(!((((key9 === "verb") || (key9 === "roots")) || (key9 === "max_bytes")) || (key9 === "irreversible"))){
const err102 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/0/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.effects.items.allOf[0].then,data:data44};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data44.verb !== undefined){
let data46 = data44.verb;
if(typeof data46 !== "string"){
const err103 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/0/then/properties/verb/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[0].then.properties.verb.type,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.verb,data:data46};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(!((((data46 === "file.write") || (data46 === "command.run")) || (data46 === "http.request")) || (data46 === "model.complete"))){
const err104 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/0/then/properties/verb/enum",keyword:"enum",params:{allowedValues: schema37.properties.effects.items.allOf[0].then.properties.verb.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.effects.items.allOf[0].then.properties.verb.enum,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.verb,data:data46};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data44.roots !== undefined){
let data47 = data44.roots;
if(Array.isArray(data47)){
if(data47.length > 64){
const err105 = {instancePath:instancePath+"/effects/" + i10+"/roots",schemaPath:"#/properties/effects/items/allOf/0/then/properties/roots/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.roots,data:data47};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
if(data47.length < 1){
const err106 = {instancePath:instancePath+"/effects/" + i10+"/roots",schemaPath:"#/properties/effects/items/allOf/0/then/properties/roots/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.roots,data:data47};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
const len9 = data47.length;
for(let i11=0; i11<len9; i11++){
let data48 = data47[i11];
if(typeof data48 === "string"){
if(func1(data48) > 1024){
const err107 = {instancePath:instancePath+"/effects/" + i10+"/roots/" + i11,schemaPath:"#/properties/effects/items/allOf/0/then/properties/roots/items/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters",schema:1024,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.roots.items,data:data48};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(!pattern50.test(data48)){
const err108 = {instancePath:instancePath+"/effects/" + i10+"/roots/" + i11,schemaPath:"#/properties/effects/items/allOf/0/then/properties/roots/items/pattern",keyword:"pattern",params:{pattern: "^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$"},message:"must match pattern \""+"^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$"+"\"",schema:"^(\\.|/|/?(?!\\.{1,2}(/|$))[^/\\0]+(/(?!\\.{1,2}(/|$))[^/\\0]+)*/?)$",parentSchema:schema37.properties.effects.items.allOf[0].then.properties.roots.items,data:data48};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
else {
const err109 = {instancePath:instancePath+"/effects/" + i10+"/roots/" + i11,schemaPath:"#/properties/effects/items/allOf/0/then/properties/roots/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[0].then.properties.roots.items.type,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.roots.items,data:data48};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
else {
const err110 = {instancePath:instancePath+"/effects/" + i10+"/roots",schemaPath:"#/properties/effects/items/allOf/0/then/properties/roots/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.items.allOf[0].then.properties.roots.type,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.roots,data:data47};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data44.max_bytes !== undefined){
let data49 = data44.max_bytes;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
const err111 = {instancePath:instancePath+"/effects/" + i10+"/max_bytes",schemaPath:"#/properties/effects/items/allOf/0/then/properties/max_bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.effects.items.allOf[0].then.properties.max_bytes.type,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.max_bytes,data:data49};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 > 1048576 || isNaN(data49)){
const err112 = {instancePath:instancePath+"/effects/" + i10+"/max_bytes",schemaPath:"#/properties/effects/items/allOf/0/then/properties/max_bytes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1048576},message:"must be <= 1048576",schema:1048576,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.max_bytes,data:data49};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data49 < 1 || isNaN(data49)){
const err113 = {instancePath:instancePath+"/effects/" + i10+"/max_bytes",schemaPath:"#/properties/effects/items/allOf/0/then/properties/max_bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.max_bytes,data:data49};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
if(data44.irreversible !== undefined){
let data50 = data44.irreversible;
if(typeof data50 !== "boolean"){
const err114 = {instancePath:instancePath+"/effects/" + i10+"/irreversible",schemaPath:"#/properties/effects/items/allOf/0/then/properties/irreversible/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.effects.items.allOf[0].then.properties.irreversible.type,parentSchema:schema37.properties.effects.items.allOf[0].then.properties.irreversible,data:data50};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
var _valid0 = _errs104 === errors;
valid30 = _valid0;
if(valid30){
var props0 = true;
}
}
if(!valid30){
const err115 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/0/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema",schema:schema37.properties.effects.items.allOf[0].if,parentSchema:schema37.properties.effects.items.allOf[0],data:data44};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
const _errs117 = errors;
let valid35 = true;
const _errs118 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
let missing1;
if((data44.verb === undefined) && (missing1 = "verb")){
const err116 = {};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
else {
if(data44.verb !== undefined){
if("command.run" !== data44.verb){
const err117 = {};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
}
var _valid1 = _errs118 === errors;
errors = _errs117;
if(vErrors !== null){
if(_errs117){
vErrors.length = _errs117;
}
else {
vErrors = null;
}
}
if(_valid1){
const _errs120 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.commands === undefined){
const err118 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/1/then/required",keyword:"required",params:{missingProperty: "commands"},message:"must have required property '"+"commands"+"'",schema:schema37.properties.effects.items.allOf[1].then.required,parentSchema:schema37.properties.effects.items.allOf[1].then,data:data44};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
for(const key10 in data44){
if(!((((((key10 === "verb") || (key10 === "commands")) || (key10 === "env")) || (key10 === "secrets")) || (key10 === "timeout")) || (key10 === "irreversible"))){
const err119 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/1/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.effects.items.allOf[1].then,data:data44};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data44.verb !== undefined){
let data52 = data44.verb;
if(typeof data52 !== "string"){
const err120 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/1/then/properties/verb/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[1].then.properties.verb.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.verb,data:data52};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(!((((data52 === "file.write") || (data52 === "command.run")) || (data52 === "http.request")) || (data52 === "model.complete"))){
const err121 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/1/then/properties/verb/enum",keyword:"enum",params:{allowedValues: schema37.properties.effects.items.allOf[1].then.properties.verb.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.effects.items.allOf[1].then.properties.verb.enum,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.verb,data:data52};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data44.commands !== undefined){
let data53 = data44.commands;
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
if(Object.keys(data53).length < 1){
const err122 = {instancePath:instancePath+"/effects/" + i10+"/commands",schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands,data:data53};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
for(const key11 in data53){
const _errs126 = errors;
if(typeof key11 === "string"){
if(!pattern4.test(key11)){
const err123 = {instancePath:instancePath+"/effects/" + i10+"/commands",schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_-]{0,62}$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_-]{0,62}$",parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands.propertyNames,data:key11,propertyName:key11};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
var valid38 = _errs126 === errors;
if(!valid38){
const err124 = {instancePath:instancePath+"/effects/" + i10+"/commands",schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/propertyNames",keyword:"propertyNames",params:{propertyName: key11},message:"property name must be valid",schema:schema37.properties.effects.items.allOf[1].then.properties.commands.propertyNames,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands,data:data53};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
for(const key12 in data53){
let data54 = data53[key12];
if(Array.isArray(data54)){
if(data54.length > 256){
const err125 = {instancePath:instancePath+"/effects/" + i10+"/commands/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/additionalProperties/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties,data:data54};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data54.length < 1){
const err126 = {instancePath:instancePath+"/effects/" + i10+"/commands/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/additionalProperties/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties,data:data54};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
const len10 = data54.length;
for(let i12=0; i12<len10; i12++){
let data55 = data54[i12];
if(typeof data55 === "string"){
if(func1(data55) > 65536){
const err127 = {instancePath:instancePath+"/effects/" + i10+"/commands/" + key12.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i12,schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/additionalProperties/items/maxLength",keyword:"maxLength",params:{limit: 65536},message:"must NOT have more than 65536 characters",schema:65536,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties.items,data:data55};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
else {
const err128 = {instancePath:instancePath+"/effects/" + i10+"/commands/" + key12.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i12,schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties.items.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties.items,data:data55};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/effects/" + i10+"/commands/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands.additionalProperties,data:data54};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/effects/" + i10+"/commands",schemaPath:"#/properties/effects/items/allOf/1/then/properties/commands/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.effects.items.allOf[1].then.properties.commands.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.commands,data:data53};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data44.env !== undefined){
let data56 = data44.env;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
for(const key13 in data56){
const _errs134 = errors;
if(typeof key13 === "string"){
if(!pattern32.test(key13)){
const err131 = {instancePath:instancePath+"/effects/" + i10+"/env",schemaPath:"#/properties/effects/items/allOf/1/then/properties/env/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema37.properties.effects.items.allOf[1].then.properties.env.propertyNames,data:key13,propertyName:key13};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
var valid42 = _errs134 === errors;
if(!valid42){
const err132 = {instancePath:instancePath+"/effects/" + i10+"/env",schemaPath:"#/properties/effects/items/allOf/1/then/properties/env/propertyNames",keyword:"propertyNames",params:{propertyName: key13},message:"property name must be valid",schema:schema37.properties.effects.items.allOf[1].then.properties.env.propertyNames,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.env,data:data56};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
for(const key14 in data56){
let data57 = data56[key14];
if(typeof data57 !== "string"){
const err133 = {instancePath:instancePath+"/effects/" + i10+"/env/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/effects/items/allOf/1/then/properties/env/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[1].then.properties.env.additionalProperties.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.env.additionalProperties,data:data57};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
}
else {
const err134 = {instancePath:instancePath+"/effects/" + i10+"/env",schemaPath:"#/properties/effects/items/allOf/1/then/properties/env/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.effects.items.allOf[1].then.properties.env.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.env,data:data56};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data44.secrets !== undefined){
let data58 = data44.secrets;
if(Array.isArray(data58)){
if(data58.length > 16){
const err135 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/1/then/properties/secrets/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items",schema:16,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.secrets,data:data58};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(data58.length < 1){
const err136 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/1/then/properties/secrets/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.secrets,data:data58};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
const len11 = data58.length;
for(let i13=0; i13<len11; i13++){
let data59 = data58[i13];
if(typeof data59 === "string"){
if(!pattern53.test(data59)){
const err137 = {instancePath:instancePath+"/effects/" + i10+"/secrets/" + i13,schemaPath:"#/properties/effects/items/allOf/1/then/properties/secrets/items/pattern",keyword:"pattern",params:{pattern: "^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"},message:"must match pattern \""+"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"+"\"",schema:"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$",parentSchema:schema37.properties.effects.items.allOf[1].then.properties.secrets.items,data:data59};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
else {
const err138 = {instancePath:instancePath+"/effects/" + i10+"/secrets/" + i13,schemaPath:"#/properties/effects/items/allOf/1/then/properties/secrets/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[1].then.properties.secrets.items.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.secrets.items,data:data59};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
let i14 = data58.length;
let j2;
if(i14 > 1){
const indices2 = {};
for(;i14--;){
let item2 = data58[i14];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err139 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/1/then/properties/secrets/uniqueItems",keyword:"uniqueItems",params:{i: i14, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i14+" are identical)",schema:true,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.secrets,data:data58};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
break;
}
indices2[item2] = i14;
}
}
}
else {
const err140 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/1/then/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.items.allOf[1].then.properties.secrets.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.secrets,data:data58};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
if(data44.timeout !== undefined){
let data60 = data44.timeout;
if(typeof data60 === "string"){
if(!pattern5.test(data60)){
const err141 = {instancePath:instancePath+"/effects/" + i10+"/timeout",schemaPath:"#/properties/effects/items/allOf/1/then/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema37.properties.effects.items.allOf[1].then.properties.timeout,data:data60};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
else {
const err142 = {instancePath:instancePath+"/effects/" + i10+"/timeout",schemaPath:"#/properties/effects/items/allOf/1/then/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[1].then.properties.timeout.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.timeout,data:data60};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data44.irreversible !== undefined){
let data61 = data44.irreversible;
if(typeof data61 !== "boolean"){
const err143 = {instancePath:instancePath+"/effects/" + i10+"/irreversible",schemaPath:"#/properties/effects/items/allOf/1/then/properties/irreversible/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.effects.items.allOf[1].then.properties.irreversible.type,parentSchema:schema37.properties.effects.items.allOf[1].then.properties.irreversible,data:data61};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
}
var _valid1 = _errs120 === errors;
valid35 = _valid1;
if(valid35){
var props1 = true;
}
}
if(!valid35){
const err144 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/1/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema",schema:schema37.properties.effects.items.allOf[1].if,parentSchema:schema37.properties.effects.items.allOf[1],data:data44};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if(props0 !== true && props1 !== undefined){
if(props1 === true){
props0 = true;
}
else {
props0 = props0 || {};
Object.assign(props0, props1);
}
}
const _errs147 = errors;
let valid47 = true;
const _errs148 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
let missing2;
if((data44.verb === undefined) && (missing2 = "verb")){
const err145 = {};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
else {
if(data44.verb !== undefined){
if("http.request" !== data44.verb){
const err146 = {};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
}
}
var _valid2 = _errs148 === errors;
errors = _errs147;
if(vErrors !== null){
if(_errs147){
vErrors.length = _errs147;
}
else {
vErrors = null;
}
}
if(_valid2){
const _errs150 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.hosts === undefined){
const err147 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/2/then/required",keyword:"required",params:{missingProperty: "hosts"},message:"must have required property '"+"hosts"+"'",schema:schema37.properties.effects.items.allOf[2].then.required,parentSchema:schema37.properties.effects.items.allOf[2].then,data:data44};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
for(const key15 in data44){
if(!(((((((key15 === "verb") || (key15 === "hosts")) || (key15 === "methods")) || (key15 === "private")) || (key15 === "secrets")) || (key15 === "timeout")) || (key15 === "irreversible"))){
const err148 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/2/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.effects.items.allOf[2].then,data:data44};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data44.verb !== undefined){
let data63 = data44.verb;
if(typeof data63 !== "string"){
const err149 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/2/then/properties/verb/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[2].then.properties.verb.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.verb,data:data63};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if(!((((data63 === "file.write") || (data63 === "command.run")) || (data63 === "http.request")) || (data63 === "model.complete"))){
const err150 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/2/then/properties/verb/enum",keyword:"enum",params:{allowedValues: schema37.properties.effects.items.allOf[2].then.properties.verb.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.effects.items.allOf[2].then.properties.verb.enum,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.verb,data:data63};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data44.hosts !== undefined){
let data64 = data44.hosts;
if(Array.isArray(data64)){
if(data64.length > 256){
const err151 = {instancePath:instancePath+"/effects/" + i10+"/hosts",schemaPath:"#/properties/effects/items/allOf/2/then/properties/hosts/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.hosts,data:data64};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(data64.length < 1){
const err152 = {instancePath:instancePath+"/effects/" + i10+"/hosts",schemaPath:"#/properties/effects/items/allOf/2/then/properties/hosts/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.hosts,data:data64};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
const len12 = data64.length;
for(let i15=0; i15<len12; i15++){
let data65 = data64[i15];
if(typeof data65 === "string"){
if(!pattern55.test(data65)){
const err153 = {instancePath:instancePath+"/effects/" + i10+"/hosts/" + i15,schemaPath:"#/properties/effects/items/allOf/2/then/properties/hosts/items/pattern",keyword:"pattern",params:{pattern: "^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$"},message:"must match pattern \""+"^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$"+"\"",schema:"^\\*$|^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?$",parentSchema:schema37.properties.effects.items.allOf[2].then.properties.hosts.items,data:data65};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
else {
const err154 = {instancePath:instancePath+"/effects/" + i10+"/hosts/" + i15,schemaPath:"#/properties/effects/items/allOf/2/then/properties/hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[2].then.properties.hosts.items.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.hosts.items,data:data65};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
}
else {
const err155 = {instancePath:instancePath+"/effects/" + i10+"/hosts",schemaPath:"#/properties/effects/items/allOf/2/then/properties/hosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.items.allOf[2].then.properties.hosts.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.hosts,data:data64};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(data44.methods !== undefined){
let data66 = data44.methods;
if(Array.isArray(data66)){
if(data66.length < 1){
const err156 = {instancePath:instancePath+"/effects/" + i10+"/methods",schemaPath:"#/properties/effects/items/allOf/2/then/properties/methods/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.methods,data:data66};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
const len13 = data66.length;
for(let i16=0; i16<len13; i16++){
let data67 = data66[i16];
if(typeof data67 !== "string"){
const err157 = {instancePath:instancePath+"/effects/" + i10+"/methods/" + i16,schemaPath:"#/properties/effects/items/allOf/2/then/properties/methods/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[2].then.properties.methods.items.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.methods.items,data:data67};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if(!((((((data67 === "GET") || (data67 === "HEAD")) || (data67 === "POST")) || (data67 === "PUT")) || (data67 === "PATCH")) || (data67 === "DELETE"))){
const err158 = {instancePath:instancePath+"/effects/" + i10+"/methods/" + i16,schemaPath:"#/properties/effects/items/allOf/2/then/properties/methods/items/enum",keyword:"enum",params:{allowedValues: schema37.properties.effects.items.allOf[2].then.properties.methods.items.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.effects.items.allOf[2].then.properties.methods.items.enum,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.methods.items,data:data67};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
let i17 = data66.length;
let j3;
if(i17 > 1){
const indices3 = {};
for(;i17--;){
let item3 = data66[i17];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err159 = {instancePath:instancePath+"/effects/" + i10+"/methods",schemaPath:"#/properties/effects/items/allOf/2/then/properties/methods/uniqueItems",keyword:"uniqueItems",params:{i: i17, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i17+" are identical)",schema:true,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.methods,data:data66};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
break;
}
indices3[item3] = i17;
}
}
}
else {
const err160 = {instancePath:instancePath+"/effects/" + i10+"/methods",schemaPath:"#/properties/effects/items/allOf/2/then/properties/methods/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.items.allOf[2].then.properties.methods.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.methods,data:data66};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
if(data44.private !== undefined){
let data68 = data44.private;
if(typeof data68 !== "boolean"){
const err161 = {instancePath:instancePath+"/effects/" + i10+"/private",schemaPath:"#/properties/effects/items/allOf/2/then/properties/private/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.effects.items.allOf[2].then.properties.private.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.private,data:data68};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data44.secrets !== undefined){
let data69 = data44.secrets;
if(Array.isArray(data69)){
if(data69.length > 16){
const err162 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/2/then/properties/secrets/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items",schema:16,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.secrets,data:data69};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
if(data69.length < 1){
const err163 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/2/then/properties/secrets/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.secrets,data:data69};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
const len14 = data69.length;
for(let i18=0; i18<len14; i18++){
let data70 = data69[i18];
if(typeof data70 === "string"){
if(!pattern53.test(data70)){
const err164 = {instancePath:instancePath+"/effects/" + i10+"/secrets/" + i18,schemaPath:"#/properties/effects/items/allOf/2/then/properties/secrets/items/pattern",keyword:"pattern",params:{pattern: "^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"},message:"must match pattern \""+"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$"+"\"",schema:"^(?!MUSTER_)[A-Za-z_][A-Za-z0-9_]{0,62}$",parentSchema:schema37.properties.effects.items.allOf[2].then.properties.secrets.items,data:data70};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
else {
const err165 = {instancePath:instancePath+"/effects/" + i10+"/secrets/" + i18,schemaPath:"#/properties/effects/items/allOf/2/then/properties/secrets/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[2].then.properties.secrets.items.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.secrets.items,data:data70};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
let i19 = data69.length;
let j4;
if(i19 > 1){
const indices4 = {};
for(;i19--;){
let item4 = data69[i19];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err166 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/2/then/properties/secrets/uniqueItems",keyword:"uniqueItems",params:{i: i19, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i19+" are identical)",schema:true,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.secrets,data:data69};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
break;
}
indices4[item4] = i19;
}
}
}
else {
const err167 = {instancePath:instancePath+"/effects/" + i10+"/secrets",schemaPath:"#/properties/effects/items/allOf/2/then/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.items.allOf[2].then.properties.secrets.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.secrets,data:data69};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
if(data44.timeout !== undefined){
let data71 = data44.timeout;
if(typeof data71 === "string"){
if(!pattern5.test(data71)){
const err168 = {instancePath:instancePath+"/effects/" + i10+"/timeout",schemaPath:"#/properties/effects/items/allOf/2/then/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema37.properties.effects.items.allOf[2].then.properties.timeout,data:data71};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
else {
const err169 = {instancePath:instancePath+"/effects/" + i10+"/timeout",schemaPath:"#/properties/effects/items/allOf/2/then/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[2].then.properties.timeout.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.timeout,data:data71};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data44.irreversible !== undefined){
let data72 = data44.irreversible;
if(typeof data72 !== "boolean"){
const err170 = {instancePath:instancePath+"/effects/" + i10+"/irreversible",schemaPath:"#/properties/effects/items/allOf/2/then/properties/irreversible/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.effects.items.allOf[2].then.properties.irreversible.type,parentSchema:schema37.properties.effects.items.allOf[2].then.properties.irreversible,data:data72};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
}
var _valid2 = _errs150 === errors;
valid47 = _valid2;
if(valid47){
var props2 = true;
}
}
if(!valid47){
const err171 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/2/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema",schema:schema37.properties.effects.items.allOf[2].if,parentSchema:schema37.properties.effects.items.allOf[2],data:data44};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
if(props0 !== true && props2 !== undefined){
if(props2 === true){
props0 = true;
}
else {
props0 = props0 || {};
Object.assign(props0, props2);
}
}
const _errs173 = errors;
let valid58 = true;
const _errs174 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
let missing3;
if((data44.verb === undefined) && (missing3 = "verb")){
const err172 = {};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
else {
if(data44.verb !== undefined){
if("model.complete" !== data44.verb){
const err173 = {};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
}
}
var _valid3 = _errs174 === errors;
errors = _errs173;
if(vErrors !== null){
if(_errs173){
vErrors.length = _errs173;
}
else {
vErrors = null;
}
}
if(_valid3){
const _errs176 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
for(const key16 in data44){
if(!(((key16 === "verb") || (key16 === "max_tokens")) || (key16 === "timeout"))){
const err174 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/3/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.effects.items.allOf[3].then,data:data44};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
if(data44.verb !== undefined){
let data74 = data44.verb;
if(typeof data74 !== "string"){
const err175 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/3/then/properties/verb/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[3].then.properties.verb.type,parentSchema:schema37.properties.effects.items.allOf[3].then.properties.verb,data:data74};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
if(!((((data74 === "file.write") || (data74 === "command.run")) || (data74 === "http.request")) || (data74 === "model.complete"))){
const err176 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/allOf/3/then/properties/verb/enum",keyword:"enum",params:{allowedValues: schema37.properties.effects.items.allOf[3].then.properties.verb.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.effects.items.allOf[3].then.properties.verb.enum,parentSchema:schema37.properties.effects.items.allOf[3].then.properties.verb,data:data74};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
if(data44.max_tokens !== undefined){
let data75 = data44.max_tokens;
if(!(((typeof data75 == "number") && (!(data75 % 1) && !isNaN(data75))) && (isFinite(data75)))){
const err177 = {instancePath:instancePath+"/effects/" + i10+"/max_tokens",schemaPath:"#/properties/effects/items/allOf/3/then/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.effects.items.allOf[3].then.properties.max_tokens.type,parentSchema:schema37.properties.effects.items.allOf[3].then.properties.max_tokens,data:data75};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
if((typeof data75 == "number") && (isFinite(data75))){
if(data75 > 32000 || isNaN(data75)){
const err178 = {instancePath:instancePath+"/effects/" + i10+"/max_tokens",schemaPath:"#/properties/effects/items/allOf/3/then/properties/max_tokens/maximum",keyword:"maximum",params:{comparison: "<=", limit: 32000},message:"must be <= 32000",schema:32000,parentSchema:schema37.properties.effects.items.allOf[3].then.properties.max_tokens,data:data75};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
if(data75 < 1 || isNaN(data75)){
const err179 = {instancePath:instancePath+"/effects/" + i10+"/max_tokens",schemaPath:"#/properties/effects/items/allOf/3/then/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.effects.items.allOf[3].then.properties.max_tokens,data:data75};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
}
if(data44.timeout !== undefined){
let data76 = data44.timeout;
if(typeof data76 === "string"){
if(!pattern5.test(data76)){
const err180 = {instancePath:instancePath+"/effects/" + i10+"/timeout",schemaPath:"#/properties/effects/items/allOf/3/then/properties/timeout/pattern",keyword:"pattern",params:{pattern: "^(\\d+(ms|s|m|h|d))+$"},message:"must match pattern \""+"^(\\d+(ms|s|m|h|d))+$"+"\"",schema:"^(\\d+(ms|s|m|h|d))+$",parentSchema:schema37.properties.effects.items.allOf[3].then.properties.timeout,data:data76};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
else {
const err181 = {instancePath:instancePath+"/effects/" + i10+"/timeout",schemaPath:"#/properties/effects/items/allOf/3/then/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.allOf[3].then.properties.timeout.type,parentSchema:schema37.properties.effects.items.allOf[3].then.properties.timeout,data:data76};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
}
var _valid3 = _errs176 === errors;
valid58 = _valid3;
if(valid58){
var props3 = true;
}
}
if(!valid58){
const err182 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/allOf/3/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema",schema:schema37.properties.effects.items.allOf[3].if,parentSchema:schema37.properties.effects.items.allOf[3],data:data44};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
if(props0 !== true && props3 !== undefined){
if(props3 === true){
props0 = true;
}
else {
props0 = props0 || {};
Object.assign(props0, props3);
}
}
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.verb === undefined){
const err183 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/required",keyword:"required",params:{missingProperty: "verb"},message:"must have required property '"+"verb"+"'",schema:schema37.properties.effects.items.required,parentSchema:schema37.properties.effects.items,data:data44};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
if(props0 !== true){
props0 = props0 || {};
props0.verb = true;
}
if(data44.verb !== undefined){
let data77 = data44.verb;
if(typeof data77 !== "string"){
const err184 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/properties/verb/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.effects.items.properties.verb.type,parentSchema:schema37.properties.effects.items.properties.verb,data:data77};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
if(!((((data77 === "file.write") || (data77 === "command.run")) || (data77 === "http.request")) || (data77 === "model.complete"))){
const err185 = {instancePath:instancePath+"/effects/" + i10+"/verb",schemaPath:"#/properties/effects/items/properties/verb/enum",keyword:"enum",params:{allowedValues: schema37.properties.effects.items.properties.verb.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.effects.items.properties.verb.enum,parentSchema:schema37.properties.effects.items.properties.verb,data:data77};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
}
}
else {
const err186 = {instancePath:instancePath+"/effects/" + i10,schemaPath:"#/properties/effects/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.effects.items.type,parentSchema:schema37.properties.effects.items,data:data44};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
}
else {
const err187 = {instancePath:instancePath+"/effects",schemaPath:"#/properties/effects/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.effects.type,parentSchema:schema37.properties.effects,data:data43};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
}
else {
const err188 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
