#!/usr/bin/env bash
# `simulate` and `experiment` with --clock wall: the schedule is kept whatever the system does, a generator that stalls is
# reported, the verdicts are those of virtual time, and Ctrl-C ends in a report under both clocks.
# What is asserted holds on a busy machine too; nothing here demands that it is fast.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

# load FILE MEMBERS: orders that take 10 ms to validate and 10 ms to pay for
load() {
  cat > "$scratch/$1" << JSON
{"settings": "$PWD/config/settings.json", "seed": 3, "input": {"orderId": "order-{{sequence}}", "total": 10},
 "resources": {"validate": {"workers": 1, "service_time": "10 ms"}, "payment": {"workers": 1, "service_time": "10 ms"}},
 $2}
JSON
}

# holds FILE EXPRESSION WHAT
holds() {
  jq -e "$2" "$scratch/$1" > /dev/null || fail "$3: not so in $1: $2; $(jq -c '.replications[0].schedule' "$scratch/$1" 2>&1)"
}

load orders.json '"machine": "OrderProcessingStateMachine", "duration": "2 s", "arrivals": {"constant": 200}'
stepstorm simulate "$scratch/orders.json" --clock wall --out "$scratch/report.json"
expect_status 0 "orders on the wall clock"
expect_line out '^generator +[0-9.,]+ orders/s asked, [0-9.,]+/s sent; lag p50 ' "how the schedule was kept"
expect_line out ' [0-9]+ late starts? \(over 5\.00 ms\)$' "how the schedule was kept"
expect_in out "what happened cannot be repeated" "what the wall clock cannot promise"
stepstorm simulate "$scratch/orders.json" --out "$scratch/virtual.json"
wanted=$(jq '.replications[0].orders.started' "$scratch/virtual.json")
holds report.json ".clock == \"wall\" and .replications[0].orders.succeeded == $wanted" "as many orders as in virtual time"
holds report.json ".replications[0].schedule | .sent == $wanted and .lag.count == $wanted" "all that were asked for are sent"
holds report.json '.replications[0] | .response.p50_ms >= 20 and .resources.payment.taken > 0' "what was measured"

# One at a time, 10 ms each, and twice as many as that: orders wait for about a second, the schedule for nobody.
load overload.json '"machine": "OrderProcessingStateMachine", "duration": "2 s", "arrivals": {"constant": 200}'
sed -i 's/"validate": {"workers": 1,/"validate": {"workers": 1, "capacity": 1,/' "$scratch/overload.json"
stepstorm simulate "$scratch/overload.json" --clock wall --out "$scratch/report.json"
expect_status 0 "more than the workers can do"
holds report.json '.replications[0] | .response.max_ms > 1500 and .open_max > 100' "orders queue"
holds report.json '.replications[0].schedule | .achieved_per_s > 0.8 * .asked_per_s' "the generator does not wait for them"

load users.json '"machine": "OrderProcessingStateMachine", "duration": "2 s", "closed_loop": {"users": 5, "think_time": "20 ms"}'
stepstorm simulate "$scratch/users.json" --clock wall --out "$scratch/report.json"
expect_status 0 "users on the wall clock"
holds report.json '.replications[0] | .orders.succeeded > 20 and .orders.succeeded == .orders.started and .open_max <= 5' \
  "each user has at most one order"

# Twice as many orders as there is room for: those that would make more than 20 open are shed, on the wall clock as well.
load shed.json '"machine": "OrderProcessingStateMachine", "duration": "2 s", "arrivals": {"constant": 200},
 "policies": {"load_shedding": {"open_orders": 20}, "circuit_breakers": {"payment": {}}, "retry_budget": {}}'
sed -i 's/"validate": {"workers": 1,/"validate": {"workers": 1, "capacity": 1,/' "$scratch/shed.json"
stepstorm simulate "$scratch/shed.json" --clock wall --out "$scratch/report.json"
expect_status 0 "policies on the wall clock"
holds report.json '.replications[0] | .orders.shed > 20 and .open_max <= 20
  and .policies.load_shedding.orders_shed == .all_orders.shed
  and .all_orders.started + .all_orders.shed <= 400 and .orders.succeeded == .orders.started' "orders are shed"

for option in --verify --shuffle "--shell actors"; do
  # shellcheck disable=SC2086  # two words
  refused "$option" "cannot be had with --clock wall" simulate "$scratch/orders.json" --clock wall $option
done

# ---- a stall of the whole process
load stalled.json '"machine": "OrderProcessingStateMachine", "duration": "4 s", "arrivals": {"constant": 200}'
"$STEPSTORM" simulate "$scratch/stalled.json" --clock wall --out "$scratch/report.json" > "$scratch/out" 2> "$scratch/err" &
child=$!
sleep 2
kill -STOP $child
sleep 1
kill -CONT $child
status=0
wait $child || status=$?
expect_status 0 "a stalled run"
expect_in out "THE GENERATOR WAS THE BOTTLENECK" "a stall"
holds report.json '.replications[0].schedule | .late_starts >= 100 and .lag.max_ms >= 800 and .was_bottleneck' "a stall"
holds report.json '.replications[0].response.max_ms >= 800' "response times count from the intended start"

# ---- verdicts
faults='"method": [{"name": "answers get lost", "probability": 0.5, "target": {"resource": "payment"},
  "error": {"error": "Payment.ProviderUnavailable", "cause": "reset", "moment": "after"}}]'
experiment='"machine": "OrderFulfilmentStateMachine", "duration": "2 s", "arrivals": {"poisson": 50}'
load held.json "$experiment, $faults, \"thresholds\": {\"orders_started\": [\"count>10\"]}"
stepstorm experiment "$scratch/held.json" --clock wall --out "$scratch/held"
expect_status 0 "an experiment that holds"
expect_line out '^  control +[0-9.,]+ orders/s asked' "the control's generator"
jq -e '.clock == "wall" and .partial == false and .faults[0].fired > 0 and .experiment.schedule.sent > 0
       and (.experiment.series.resources.payment.busy | max) > 0' "$scratch/held/report.json" > /dev/null ||
  fail "report.json of a wall clock run: $(jq -c '[.clock, .partial, .faults, .experiment.schedule]' "$scratch/held/report.json")"

load demand.json "$experiment, $faults, \"thresholds\": {\"retries\": [\"count<1\"]}"
stepstorm experiment "$scratch/demand.json" --clock wall --no-control
expect_status 99 "a threshold that does not hold"

load violated.json "$experiment, $faults"
sed -i 's/"payment": {/"payment": {"settings": {"idempotent": false}, /' "$scratch/violated.json"
stepstorm experiment "$scratch/violated.json" --clock wall --no-control
expect_status 3 "an invariant that is violated"
expect_in out "✗ no_order_charged_twice" "what was violated"

# ---- Ctrl-C
# interrupted_run SECONDS ARGS...: the program, and SIGINT after so long
interrupted_run() {
  local after=$1
  shift
  env --default-signal=INT "$STEPSTORM" "$@" > "$scratch/out" 2> "$scratch/err" &
  local child=$!
  sleep "$after"
  kill -INT $child
  status=0
  wait $child || status=$?
}
load long.json '"machine": "OrderProcessingStateMachine", "duration": "10 min", "arrivals": {"constant": 100}'
interrupted_run 3 simulate "$scratch/long.json" --clock wall --out "$scratch/report.json"
expect_status 1 "simulate, interrupted"
expect_in out "interrupted: what was measured until then, in 1 of 1 run" "simulate, interrupted"
holds report.json '.partial == "interrupted" and .replications[0].orders.started > 0' "a partial report"
holds report.json '.replications[0] | .measured_s > 0.5 and .measured_s < 60 and .orders.succeeded == .orders.started' \
  "what was open has ended"

load long.json "${experiment/2 s/10 min}, $faults"
interrupted_run 3 experiment "$scratch/long.json" --clock wall
expect_status 1 "experiment, interrupted while it held"
expect_in out "PARTIAL: interrupted; what was measured until then, in 1 of 2 runs" "experiment, interrupted"
expect_line out '^  [✓–] every_order_ends +[1-9][0-9,]* orders checked' "orders that have ended are judged"

load day.json "${experiment/2 s/5000 h}, $faults, \"interval\": \"1 h\""
interrupted_run 2 experiment "$scratch/day.json"
expect_status 1 "an experiment in virtual time, interrupted"
expect_in out "PARTIAL: interrupted" "an experiment in virtual time, interrupted"
finish
