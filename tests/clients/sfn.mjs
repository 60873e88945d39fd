// Every operation of the SDK against a server on the virtual clock: node sfn.mjs URL MODULES
// A row of `steps` is one call; what it gives is there for those after it. `not_there` are the operations that the server
// says it does not have. An operation of the SDK that stands in neither list fails the test, as does a modelled error
// without a row in `errors` or in `unreachable`.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [url, modules] = process.argv.slice(2);
const sdk = createRequire(modules + "/")("@aws-sdk/client-sfn");
const client = new sdk.SFNClient({ endpoint: url, region: "us-east-1", disableHostPrefix: true, maxAttempts: 1,
                                   credentials: { accessKeyId: "123456789012", secretAccessKey: "any" } });
const call = (operation, input) => client.send(new sdk[operation + "Command"](input));
const definition = (states) => JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
const roleArn = "arn:aws:iam::123456789012:role/any";
const pass = definition({ Say: { Type: "Pass", Result: "hi", End: true } });
const day = definition({ Wait: { Type: "Wait", Seconds: 86400, End: true } });
const each = definition({ Each: { Type: "Map", End: true, ItemProcessor: {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "P", States: { P: { Type: "Pass", End: true } } } } });

const ended = async (executionArn) => {
  for (let look = 0; look < 500; ++look) {
    const shown = await call("DescribeExecution", { executionArn });
    if (shown.status !== "RUNNING") return shown;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("still running: " + executionArn);
};
const begun = async (executionArn) => {
  for (let look = 0; look < 500; ++look) {
    if ((await call("ListMapRuns", { executionArn })).mapRuns.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("no map run: " + executionArn);
};
const slow = (of) => definition({ Each: { Type: "Map", End: true, ItemProcessor: {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "T",
  States: { T: { Type: "Task", Resource: of, End: true } } } } });
const task = (of) => definition({ Pack: { Type: "Task", Resource: of, TimeoutSeconds: 60, HeartbeatSeconds: 30, End: true } });

const not_there = [];

const got = {};
const steps = [
  ["ValidateStateMachineDefinition", () => ({ definition: "{}" }), (r) => r.result === "FAIL" && r.diagnostics.length > 0],
  ["CreateStateMachine", () => ({ name: "Day", definition: day, roleArn, publish: true, versionDescription: "first",
                                  tags: [{ key: "a", value: "b" }] }),
   (r) => { got.machine = r.stateMachineArn; got.first = r.stateMachineVersionArn; return r.creationDate instanceof Date; }],
  ["DescribeStateMachine", () => ({ stateMachineArn: got.machine }), (r) => r.definition === day && r.status === "ACTIVE"],
  ["StartExecution", () => ({ stateMachineArn: got.machine, name: "one", input: "[1]", traceHeader: "Root=1" }),
   (r) => { got.execution = r.executionArn; return r.startDate instanceof Date; }],
  ["DescribeExecution", async () => { await ended(got.execution); return { executionArn: got.execution }; },
   (r) => r.stopDate - r.startDate === 86400000 && r.output === "[1]" && r.status === "SUCCEEDED"],
  ["GetExecutionHistory", () => ({ executionArn: got.execution, reverseOrder: true, maxResults: 2 }),
   (r) => r.events[0].type === "ExecutionSucceeded" && r.events[0].id === 4 && r.nextToken],
  ["DescribeStateMachineForExecution", () => ({ executionArn: got.execution }), (r) => r.definition === day],
  ["ListExecutions", () => ({ stateMachineArn: got.machine, statusFilter: "SUCCEEDED" }),
   (r) => r.executions.length === 1 && r.executions[0].name === "one"],
  ["UpdateStateMachine", () => ({ stateMachineArn: got.machine, definition: pass }), (r) => r.revisionId && r.updateDate],
  ["PublishStateMachineVersion", () => ({ stateMachineArn: got.machine, description: "second" }),
   (r) => { got.second = r.stateMachineVersionArn; return got.second === got.machine + ":2"; }],
  ["ListStateMachineVersions", () => ({ stateMachineArn: got.machine }), (r) => r.stateMachineVersions.length === 2],
  ["CreateStateMachineAlias", () => ({ name: "live", routingConfiguration: [{ stateMachineVersionArn: got.second, weight: 100 }] }),
   (r) => { got.alias = r.stateMachineAliasArn; return got.alias.endsWith(":live"); }],
  ["UpdateStateMachineAlias", () => ({ stateMachineAliasArn: got.alias, description: "d" }), (r) => r.updateDate],
  ["DescribeStateMachineAlias", () => ({ stateMachineAliasArn: got.alias }),
   (r) => r.description === "d" && r.routingConfiguration[0].weight === 100],
  ["ListStateMachineAliases", () => ({ stateMachineArn: got.machine }), (r) => r.stateMachineAliases.length === 1],
  ["DeleteStateMachineAlias", () => ({ stateMachineAliasArn: got.alias })],
  ["DeleteStateMachineVersion", () => ({ stateMachineVersionArn: got.first })],
  ["ListStateMachines", () => ({ maxResults: 10 }), (r) => r.stateMachines[0].name === "Day"],
  ["TagResource", () => ({ resourceArn: got.machine, tags: [{ key: "c", value: "d" }] })],
  ["UntagResource", () => ({ resourceArn: got.machine, tagKeys: ["a"] })],
  ["ListTagsForResource", () => ({ resourceArn: got.machine }), (r) => JSON.stringify(r.tags) === '[{"key":"c","value":"d"}]'],
  ["CreateStateMachine", () => ({ name: "Quick", definition: pass, roleArn, type: "EXPRESS" }),
   (r) => { got.quick = r.stateMachineArn; return true; }],
  ["StartSyncExecution", () => ({ stateMachineArn: got.quick, input: "{}" }),
   (r) => r.status === "SUCCEEDED" && r.output === '"hi"' && r.billingDetails.billedMemoryUsedInMB === 64],
  ["TestState", () => ({ definition: JSON.stringify({ Type: "Pass", Result: 1, End: true }), roleArn, inspectionLevel: "DEBUG" }),
   (r) => r.status === "SUCCEEDED" && r.output === "1" && r.inspectionData.input === "{}"],
  ["CreateActivity", () => ({ name: "Pack" }), (r) => { got.activity = r.activityArn; return true; }],
  ["DescribeActivity", () => ({ activityArn: got.activity }), (r) => r.name === "Pack"],
  ["ListActivities", () => ({}), (r) => r.activities.length === 1],
  ["CreateStateMachine", () => ({ name: "Packing", definition: task(got.activity), roleArn }),
   (r) => { got.packing = r.stateMachineArn; return true; }],
  ["StartExecution", () => ({ stateMachineArn: got.packing, input: '{"order":1}' }),
   (r) => { got.packed = r.executionArn; return true; }],
  ["GetActivityTask", () => ({ activityArn: got.activity, workerName: "Ann" }),
   (r) => { got.token = r.taskToken; return r.input === '{"order":1}'; }],
  ["SendTaskHeartbeat", () => ({ taskToken: got.token })],
  ["SendTaskSuccess", () => ({ taskToken: got.token, output: '"packed"' })],
  ["DescribeExecution", async () => { await ended(got.packed); return { executionArn: got.packed }; },
   (r) => r.output === '"packed"'],
  ["StartExecution", () => ({ stateMachineArn: got.packing }), (r) => { got.torn = r.executionArn; return true; }],
  ["GetActivityTask", () => ({ activityArn: got.activity }), (r) => { got.token = r.taskToken; return true; }],
  ["SendTaskFailure", () => ({ taskToken: got.token, error: "Torn", cause: "paper" })],
  ["DescribeExecution", async () => { await ended(got.torn); return { executionArn: got.torn }; },
   (r) => r.status === "FAILED" && r.error === "Torn" && r.cause === "paper"],
  ["StartExecution", () => ({ stateMachineArn: got.packing }), (r) => { got.stopped = r.executionArn; return true; }],
  ["StopExecution", () => ({ executionArn: got.stopped, error: "Enough" }), (r) => r.stopDate instanceof Date],
  ["DescribeExecution", async () => { await ended(got.stopped); return { executionArn: got.stopped }; },
   (r) => r.status === "ABORTED" && r.error === "Enough"],
  ["CreateStateMachine", () => ({ name: "Each", definition: each, roleArn }), (r) => { got.each = r.stateMachineArn; return true; }],
  ["StartExecution", () => ({ stateMachineArn: got.each, input: "[1,2]" }), (r) => { got.mapped = r.executionArn; return true; }],
  ["ListMapRuns", async () => { await ended(got.mapped); return { executionArn: got.mapped }; },
   (r) => { got.run = r.mapRuns[0]?.mapRunArn; return r.mapRuns.length === 1; }],
  ["ListExecutions", () => ({ mapRunArn: got.run }), (r) => r.executions.length === 2],
  ["DescribeMapRun", () => ({ mapRunArn: got.run }), (r) => r.status === "SUCCEEDED" && r.itemCounts.succeeded === 2],
  ["RedriveExecution", () => ({ executionArn: got.torn }), (r) => r.redriveDate instanceof Date],
  ["GetActivityTask", () => ({ activityArn: got.activity }), (r) => { got.token = r.taskToken; return true; }],
  ["SendTaskSuccess", () => ({ taskToken: got.token, output: '"mended"' })],
  ["DescribeExecution", async () => { await ended(got.torn); return { executionArn: got.torn }; },
   (r) => r.output === '"mended"' && r.redriveCount === 1],
  ["CreateStateMachine", () => ({ name: "Slow", definition: slow(got.activity), roleArn }),
   (r) => { got.slow = r.stateMachineArn; return true; }],
  ["StartExecution", () => ({ stateMachineArn: got.slow, input: "[1]" }), (r) => { got.slowly = r.executionArn; return true; }],
  ["ListMapRuns", async () => { await begun(got.slowly); return { executionArn: got.slowly }; },
   (r) => { got.running = r.mapRuns[0].mapRunArn; return true; }],
  ["UpdateMapRun", () => ({ mapRunArn: got.running, maxConcurrency: 3, toleratedFailureCount: 1 })],
  ["DescribeMapRun", () => ({ mapRunArn: got.running }),
   (r) => r.status === "RUNNING" && r.maxConcurrency === 3 && r.toleratedFailureCount === 1],
  ["StopExecution", () => ({ executionArn: got.slowly })],
  ["DeleteActivity", () => ({ activityArn: got.activity })],
];

const many = Array.from({ length: 51 }, (_, n) => ({ key: "k" + n, value: "" }));
const errors = [
  ["ActivityDoesNotExist", "DescribeActivity", () => ({ activityArn: got.activity })],
  ["ConflictException", "PublishStateMachineVersion", () => ({ stateMachineArn: got.machine, revisionId: "none" })],
  ["ExecutionAlreadyExists", "StartExecution", () => ({ stateMachineArn: got.machine, name: "one", input: "[2]" })],
  ["ExecutionDoesNotExist", "DescribeExecution", () => ({ executionArn: got.execution + "x" })],
  ["ExecutionNotRedrivable", "RedriveExecution", () => ({ executionArn: got.execution })],
  ["InvalidArn", "DescribeExecution", () => ({ executionArn: "nonsense" })],
  ["InvalidDefinition", "CreateStateMachine", () => ({ name: "Bad", definition: "{}", roleArn })],
  ["InvalidExecutionInput", "StartExecution", () => ({ stateMachineArn: got.machine, input: "{" })],
  ["InvalidLoggingConfiguration", "CreateStateMachine",
   () => ({ name: "Logged", definition: pass, roleArn, loggingConfiguration: { level: "ALL" } })],
  ["InvalidName", "StartExecution", () => ({ stateMachineArn: got.machine, name: "a b" })],
  ["InvalidOutput", "SendTaskSuccess", () => ({ taskToken: got.token, output: "{" })],
  ["InvalidToken", "SendTaskHeartbeat", () => ({ taskToken: "nonsense" })],
  ["MissingRequiredParameter", "UpdateStateMachine", () => ({ stateMachineArn: got.machine })],
  ["ResourceNotFound", "ListTagsForResource", () => ({ resourceArn: got.machine + "x" })],
  ["StateMachineAlreadyExists", "CreateStateMachine", () => ({ name: "Day", definition: day, roleArn: roleArn + "2" })],
  ["StateMachineDoesNotExist", "StartExecution", () => ({ stateMachineArn: got.machine + "x" })],
  ["StateMachineTypeNotSupported", "StartSyncExecution", () => ({ stateMachineArn: got.machine })],
  ["TaskDoesNotExist", "SendTaskHeartbeat", () => ({ taskToken: got.token })],
  ["TooManyTags", "TagResource", () => ({ resourceArn: got.machine, tags: many })],
  ["ValidationException", "ListExecutions", () => ({ maxResults: 1 })],
];
// Limits of a size that no test reaches, keys that nothing here encrypts with, and what the server does not have.
const unreachable = ["ActivityAlreadyExists", "ActivityLimitExceeded", "ActivityWorkerLimitExceeded", "ExecutionLimitExceeded",
  "InvalidEncryptionConfiguration", "InvalidTracingConfiguration", "KmsAccessDeniedException",
  "KmsInvalidStateException", "KmsThrottlingException", "ServiceQuotaExceededException", "StateMachineDeleting",
  "StateMachineLimitExceeded", "TaskTimedOut"];

for (const [operation, input, check] of steps) {
  const response = await call(operation, await input());
  assert.ok(!check || check(response), operation + ": " + JSON.stringify(response));
}
for (const operation of not_there)
  await assert.rejects(call(operation, { executionArn: got.execution, mapRunArn: got.run, maxConcurrency: 1 }),
                       { name: "UnknownOperationException" }, operation);
for (const [error, operation, input] of errors)
  await assert.rejects(call(operation, input()), (thrown) => thrown instanceof sdk[error] && thrown.name === error,
                       error + " by " + operation);

const known = new Set([...steps.map((step) => step[0]), ...not_there, "DeleteStateMachine"]);
await call("DeleteStateMachine", { stateMachineArn: got.machine });
await assert.rejects(call("DescribeStateMachine", { stateMachineArn: got.machine }), { name: "StateMachineDoesNotExist" });
for (const name of Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name)))
  assert.ok(known.has(name.replace(/Command$/, "")), "no row for " + name);
const rows = new Set([...errors.map((row) => row[0]), ...unreachable]);
for (const modelled of Object.values(sdk).filter((it) => it?.prototype instanceof sdk.SFNServiceException))
  assert.ok(rows.has(modelled.name), "no row for " + modelled.name);
console.log(`${known.size - not_there.length} operations, ${errors.length} modelled errors`);
