#!/usr/bin/env bash
# A handler in JavaScript that speaks Lambda's Runtime API by node:http: results, errors, and many calls over one
# connection. Needs node.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
command -v node > /dev/null || { echo "skipped: there is no node"; exit 77; }

cat > "$scratch/runtime.mjs" << 'JS'
import http from "node:http";
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const ask = (method, path, body) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, agent, method, path: "/2018-06-01/runtime/" + path }, (response) => {
    let text = "";
    response.on("data", (piece) => (text += piece)).on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
  });
  request.on("error", reject).end(body);
});
const handler = (event) => {
  if (event.number === 13) throw new RangeError("unlucky");
  return { node: event };
};
for (;;) {
  const { headers, text } = await ask("GET", "invocation/next");
  const call = "invocation/" + headers["lambda-runtime-aws-request-id"];
  try {
    await ask("POST", call + "/response", JSON.stringify(handler(JSON.parse(text))));
  } catch (error) {
    await ask("POST", call + "/error", JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] }));
  }
}
JS
cat > "$scratch/settings.json" << 'JSON'
{"functions": {"Node": {"command": ["node", "runtime.mjs"], "memory": "512 MB", "timeout": "10 s", "concurrency": 2}}}
JSON
cat > "$scratch/m.asl.json" << 'JSON'
{"StartAt": "P", "States": {"P": {"Type": "Pass", "Next": "M", "Parameters": {"items.$": "States.ArrayRange(1, 100, 1)"}},
  "M": {"Type": "Map", "End": true, "MaxConcurrency": 2, "ItemsPath": "$.items", "ItemSelector": {"number.$": "$$.Map.Item.Value"},
    "ItemProcessor": {"StartAt": "T", "States": {
      "T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Node", "End": true,
        "Catch": [{"ErrorEquals": ["RangeError"], "Next": "Unlucky"}]},
      "Unlucky": {"Type": "Pass", "End": true}}}}}}
JSON
stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --history json
expect_status 0 "Node"
[[ $(jq -c '.output | fromjson | [length, .[0].node.number, .[12].Error, (.[12].Cause | fromjson | .errorMessage), .[99].node.number]' "$scratch/out") \
  == '[100,1,"RangeError","unlucky",100]' ]] || fail "Node: $(head -c 600 "$scratch/out" "$scratch/err")"
expect_line err 'Node: 100 calls, .* 1 failed; [12] cold starts?' "what it did"

finish
