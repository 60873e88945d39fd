#!/usr/bin/env bash
# A handler run by AWS's own client of the Runtime API for Node, aws-lambda-ric, as it comes from npm. Needs node and
# build/ric, which `./dev packages ric` makes.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
client=$PWD/build/ric/node_modules/aws-lambda-ric/bin/index.mjs
command -v node > /dev/null || { echo "skipped: there is no node"; exit 77; }
[[ -f $client ]] || { echo "skipped: there is no aws-lambda-ric; ./dev packages ric installs it"; exit 77; }

cat > "$scratch/app.mjs" << 'JS'
export const handler = async (event, context) => {
  if (event.fail) throw new RangeError("unlucky");
  console.log("order", event.order);
  return { event, name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId.length,
           left: context.getRemainingTimeInMillis() > 5000 };
};
JS
cat > "$scratch/settings.json" << JSON
{"orchestrators": 1, "functions": {"Own": {"concurrency": 1, "command": ["node", "$client", "app.handler"], "handler": "app.handler", "memory": "512 MB", "timeout": "10 s"}}}
JSON
printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Own", "Next": "U"},
  "U": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Own", "End": true}}}' > "$scratch/m.asl.json"
stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --input '{"order":7}' --history json --log-level info
expect_status 0 "AWS's own client"
[[ $(jq -c '.output | fromjson | [.event.event, .name, .arn, .id, .left]' "$scratch/out") \
  == '[{"order":7},"Own","arn:aws:lambda:us-east-1:123456789012:function:Own",36,true]' ]] || fail "what a handler is told: $(head -c 900 "$scratch/out" "$scratch/err")"
expect_line err 'order 7' "what it prints"
expect_line err 'Own: 2 calls, .* 0 failed; 1 cold start' "one process for both calls"
stepstorm run "$scratch/m.asl.json" --settings "$scratch/settings.json" --input '{"fail":true}' --history json
[[ $(jq -c '[.error, (.cause | fromjson | .errorMessage, (.trace | type))]' "$scratch/out") == '["RangeError","unlucky","array"]' ]] \
  || fail "what it throws: $(jq -c '[.error, .cause]' "$scratch/out")"

finish
