#include "tests/report/sample.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stepstorm::report {
namespace {

constexpr int run_s = 600;
constexpr double orders_per_s = 100;

/// Between -1 and 1, without a pattern that an eye finds.
double noise(int second, int purpose) {
  const double wave = std::sin(second * 12.9898 + purpose * 78.233) * 43'758.5453;
  return 2 * (wave - std::floor(wave)) - 1;
}

double around(double mean, int second, int purpose) {
  return std::max(0.0, std::round(mean + noise(second, purpose) * 1.6 * std::sqrt(std::max(0.0, mean))));
}

bool is_brown_out(int second, bool has_faults) { return has_faults && second >= 180 && second < 300; }
bool is_crashing(int second, bool has_faults) { return has_faults && second >= 240 && second < 270; }

/// How much of the brown-out's burden is left: it fades within half a minute of its end.
double strain(int second, bool has_faults) {
  if (!has_faults || second < 180) return 0;
  if (second < 300) return std::min(1.0, (second - 180) / 20.0);
  return std::exp(-(second - 300) / 14.0);
}

Json resource_series(double busy_mean, int servers, double queue_peak, bool has_faults, int purpose) {
  Json series = {{"queued", Json::array()}, {"busy", Json::array()}, {"servers", servers}};
  for (int second = 0; second < run_s; ++second) {
    const double burden = queue_peak > 0 ? strain(second, has_faults) : 0;
    series["queued"].push_back(std::round(queue_peak * burden * (0.8 + 0.2 * noise(second, purpose))));
    series["busy"].push_back(std::min<double>(servers, around(busy_mean + burden * servers, second, purpose + 1)));
  }
  return series;
}

Json series(bool has_faults) {
  Json unavailable = Json::array(), timeout = Json::array(), declined = Json::array(), crashed = Json::array();
  Json started = Json::array(), succeeded = Json::array(), open = Json::array(), retries = Json::array();
  Json p50 = Json::array(), p99 = Json::array();
  for (int second = 0; second < run_s; ++second) {
    const double burden = strain(second, has_faults);
    const double offered = around(orders_per_s, second, 1);
    const double lost = is_brown_out(second, has_faults) ? around(9 * burden, second, 2) : 0;
    const double late = is_brown_out(second, has_faults) ? around(4 * burden, second, 3) : 0;
    const double died = is_crashing(second, has_faults) ? around(3, second, 4) : 0;
    const double refused = around(0.4, second, 5);
    started.push_back(offered);
    unavailable.push_back(lost);
    timeout.push_back(late);
    crashed.push_back(died);
    declined.push_back(refused);
    succeeded.push_back(std::max(0.0, around(orders_per_s, second, 6) - lost - late - died - refused));
    open.push_back(30 * (1 + 0.1 * noise(second, 7)) + 420 * burden * (0.9 + 0.1 * noise(second, 8)));
    retries.push_back(around(1 + 55 * burden, second, 9));
    if (second % 97 == 50) {
      p50.push_back(nullptr);
      p99.push_back(nullptr);
    } else {
      p50.push_back(240 * (1 + 0.05 * noise(second, 10)) + 900 * burden);
      p99.push_back(610 * (1 + 0.15 * noise(second, 11)) + 9200 * burden * (0.8 + 0.2 * noise(second, 12)));
    }
  }
  Json failed = {{"Order.Declined", declined}};
  if (has_faults) {
    failed["Payment.ProviderUnavailable"] = unavailable;
    failed["States.Timeout"] = timeout;
    failed["Lambda.Unknown"] = crashed;
  }
  return {{"interval_s", 1},
          {"started", started},
          {"succeeded", succeeded},
          {"failed", failed},
          {"open", open},
          {"retries", retries},
          {"response_p50_ms", p50},
          {"response_p99_ms", p99},
          {"resources",
           {{"validate", resource_series(11, 40, 0, has_faults, 20)},
            {"payment", resource_series(64, 100, 380, has_faults, 30)},
            {"confirm", resource_series(22, 30, 0, has_faults, 40)}}}};
}

/// `tail_ms` is added to those beyond the rarity from which the faults are felt.
Json spectrum(double median_ms, double tail_ms) {
  Json points = Json::array();
  for (double rarity = 2; rarity <= 100'000; rarity *= 1.25) {
    const double felt = 1 / (1 + std::pow(18 / rarity, 3));
    const double body_ms = median_ms * std::pow(rarity / 2, 0.14);
    points.push_back({100 - 100 / rarity, body_ms + tail_ms * felt * (1 + 0.25 * std::log10(rarity))});
  }
  return points;
}

Json resource(int servers, double utilisation, double queue_mean, double queue_max, double waiting_ms) {
  return {{"servers", servers},
          {"taken", 59'841},
          {"utilisation", utilisation},
          {"queue_mean", queue_mean},
          {"queue_max", queue_max},
          {"waiting", {{"mean_ms", waiting_ms}, {"p99_ms", waiting_ms * 9.4}}}};
}

Json state(
    const char* name, const char* type, double entered, double retried, double failed, double caught, double ms) {
  return {{"name", name},
          {"type", type},
          {"entered", entered},
          {"retried", retried},
          {"failed", failed},
          {"caught", caught},
          {"mean_ms", ms}};
}

const std::vector<std::string> history = {"0.000 1<-0 ExecutionStarted",
                                          "0.000 2<-0 TaskStateEntered ValidateOrder",
                                          "0.024 6<-5 TaskStateExited ValidateOrder",
                                          "0.024 11<-10 TaskStateEntered ProcessPayment",
                                          "3.024 14<-13 LambdaFunctionTimedOut States.Timeout",
                                          "3.024 15<-14 TaskStateExited ProcessPayment",
                                          "3.024 16<-15 TaskStateEntered RefundPayment",
                                          "3.131 20<-19 TaskStateExited RefundPayment",
                                          "3.204 25<-24 FailStateEntered OrderFailed",
                                          "3.204 26<-25 ExecutionFailed States.Timeout"};

Json order(int number, double response_ms, const char* status, const char* error) {
  return {{"order", number},
          {"execution", "order-" + std::to_string(number)},
          {"response_ms", response_ms},
          {"status", status},
          {"error", error},
          {"history", history}};
}

Json states(bool has_faults) {
  const double more = has_faults ? 1 : 0;
  return {state("ValidateOrder", "Task", 59'841, 12, 0, 3, 24.1),
          state("IsOrderAccepted", "Choice", 59'838, 0, 0, 0, 0),
          state("AwaitReview", "Wait", 1'204, 0, 0, 0, 2'000),
          state("IssueIdempotencyToken", "Pass", 59'601, 0, 0, 0, 0),
          state("ProcessPayment", "Task", 59'601, 5'893 * more, 0, 1'702 * more + 21, 148 + 470 * more),
          state("ConfirmOrder", "Task", 57'878, 40, 0, 2, 61.5),
          state("OrderCompleted", "Succeed", 57'876, 0, 0, 0, 0),
          state("RefundPayment", "Task", 1'704 * more, 0, 0, 0, 88.2),
          state("NotifyCustomer", "Task", 1'728 * more + 24, 3, 0, 0, 31),
          state("OrderRejected", "Fail", 237, 0, 237, 0, 0),
          state("OrderFailed", "Fail", 1'728 * more + 24, 0, 1'728 * more + 24, 0, 0)};
}

Json run(bool has_faults) {
  const double failed = has_faults ? 1'965 : 261;
  const double started = 59'841;
  return {{"seed", 7},
          {"hash", has_faults ? "8af7289c8091a568" : "1c0d55e27b3f9046"},
          {"measured_s", run_s},
          {"orders",
           {{"started", started},
            {"succeeded", started - failed},
            {"failed", failed},
            {"timed_out", 0},
            {"aborted", 0},
            {"throttled", has_faults ? 318 : 0},
            {"limit_exceeded", 0}}},
          {"throughput_per_s", (started - failed) / run_s},
          {"success_rate", (started - failed) / started},
          {"response",
           {{"mean_ms", has_faults ? 712.4 : 262.9},
            {"p50_ms", has_faults ? 251.2 : 240.3},
            {"p90_ms", has_faults ? 1'840.0 : 402.0},
            {"p95_ms", has_faults ? 4'410.0 : 466.0},
            {"p99_ms", has_faults ? 9'731.0 : 628.0},
            {"p99.9_ms", has_faults ? 14'020.0 : 811.0},
            {"p99.99_ms", has_faults ? 21'377.0 : 1'020.0},
            {"max_ms", has_faults ? 29'610.0 : 1'204.0}}},
          {"open_mean", has_faults ? 118.4 : 30.1},
          {"open_max", has_faults ? 497 : 52},
          {"errors",
           has_faults ? Json{{"Payment.ProviderUnavailable", 1'043},
                             {"States.Timeout", 462},
                             {"Order.Rejected", 237},
                             {"Order.Declined", 129},
                             {"Lambda.Unknown", 94}}
                      : Json{{"Order.Rejected", 237}, {"Order.Declined", 24}}},
          {"resources",
           {{"validate", resource(40, 0.281, 0, 0, 0)},
            {"payment", has_faults ? resource(100, 0.702, 71.5, 380, 411.8) : resource(100, 0.641, 0.02, 4, 0.31)},
            {"confirm", resource(30, 0.737, 0.4, 9, 2.4)}}},
          {"counters",
           {{"transitions", 418'210},
            {"attempts", has_faults ? 185'402 : 179'511},
            {"retries", has_faults ? 5'948 : 52},
            {"refused", 0},
            {"unavailable", has_faults ? 94 : 0},
            {"lost", 0},
            {"late_answers", has_faults ? 462 : 0}}},
          {"attempts_per_task", has_faults ? 1.0331 : 1.0003},
          {"dollars", has_faults ? 10.61 : 10.42},
          {"series", series(has_faults)},
          {"spectrum", has_faults ? spectrum(251, 6'100) : spectrum(240, 0)},
          {"states", states(has_faults)},
          {"slowest",
           {order(20'411, 29'610, "SUCCEEDED", ""),
            order(23'907, 28'114, "FAILED", "Payment.ProviderUnavailable"),
            order(21'006, 27'950, "SUCCEEDED", "")}},
          {"failed",
           {order(18'122, 3'204, "FAILED", "States.Timeout"),
            order(18'340, 9'007, "FAILED", "Payment.ProviderUnavailable")}}};
}

Json phase(double value, bool held) { return {{"value", value}, {"held", held}}; }

Json interval(double mean, double half_width) { return {{"mean", mean}, {"half_width_95", half_width}}; }

Json intervals(const char* metric, double experiment, double control, double half_width) {
  Json difference = interval(experiment - control, half_width * 1.3);
  difference["significant"] = std::abs(experiment - control) > half_width * 1.3;
  return {{"metric", metric},
          {"experiment", interval(experiment, half_width)},
          {"control", interval(control, half_width * 0.8)},
          {"difference", difference}};
}

std::string replaced_name(const std::string& name, const std::string& text) {
  const bool is_from_users = name.find('.') != name.npos || name == "payment" || name == "confirm";
  return is_from_users && !name.starts_with("p99") ? text + name : name;
}

}  // namespace

Json sample_report() {
  return {
      {"stepstorm", "experiment report"},
      {"version", 1},
      {"title", "Payment provider browns out for two minutes"},
      {"description",
       "Orders arrive at 100 a second. From minute 3 to minute 5 the payment provider fails 15 % of its requests and "
       "slows "
       "down the rest; for half a minute its workers crash as well. No order may be charged twice, and at least 99 % "
       "of "
       "all orders should come through."},
      {"state_machine", "OrderFulfilmentStateMachine"},
      {"clock", "virtual"},
      {"seed", 7},
      {"command", "stepstorm experiment config/experiments/payment_brown_out.json --seed 7 --replications 5"},
      {"verdict",
       {{"held", false},
        {"exit_code", 3},
        {"summary", "an invariant was violated"},
        {"reasons",
         {"no_order_charged_twice: 2 of 59,841 orders were charged twice",
          "response_time_ms p(99)<2000: 9,731 ms",
          "orders succeed: 0.931 during the faults, at least 0.99 tolerated"}}}},
      {"hypothesis",
       {{{"title", "Orders succeed"},
         {"metric", "success_rate"},
         {"tolerance", ">= 0.99"},
         {"before", phase(0.9962, true)},
         {"during", phase(0.9312, false)},
         {"after", phase(0.9958, true)}},
        {{"title", "Customers do not wait"},
         {"metric", "response_p99_ms"},
         {"tolerance", "< 2000"},
         {"before", phase(631, true)},
         {"during", phase(9'731, false)},
         {"after", phase(1'870, true)}},
        {{"title", "The service keeps up"},
         {"metric", "throughput_per_s"},
         {"tolerance", ">= 80"},
         {"before", phase(99.6, true)},
         {"during", phase(83.9, true)},
         {"after", phase(99.4, true)}}}},
      {"thresholds",
       {{{"metric", "response_time_ms"},
         {"expression", "p(99)<2000"},
         {"value", 9'731},
         {"held", false},
         {"aborted", false}},
        {{"metric", "success_rate"},
         {"expression", "rate>0.95"},
         {"value", 0.9672},
         {"held", true},
         {"aborted", false}},
        {{"metric", "attempts_per_task"},
         {"expression", "value<1.2"},
         {"value", 1.0331},
         {"held", true},
         {"aborted", false}}}},
      {"invariants",
       {{{"name", "no_order_charged_twice"},
         {"description", "The provider's books hold at most one charge for each order."},
         {"checked", 59'841},
         {"violations", 2},
         {"examples",
          {{{"order", 20'411},
            {"execution", "order-20411"},
            {"what", "charged twice: 49.90 and 49.90 USD"},
            {"history", history},
            {"replay", "stepstorm experiment config/experiments/payment_brown_out.json --seed 7 --only-order 20411"}},
           {{"order", 21'006},
            {"execution", "order-21006"},
            {"what", "charged twice: 120.00 and 120.00 USD"},
            {"history", history},
            {"replay",
             "stepstorm experiment config/experiments/payment_brown_out.json --seed 7 --only-order 21006"}}}}},
        {{"name", "every_execution_ends"},
         {"description", "No execution is open when the run has drained."},
         {"checked", 59'841},
         {"violations", 0},
         {"examples", Json::array()}}}},
      {"faults",
       {{{"name", "payment brown-out"},
         {"kind", "error before"},
         {"target", "payment"},
         {"windows", {{{"start_s", 180}, {"end_s", 300}}}},
         {"offered", 12'240},
         {"fired", 1'836}},
        {{"name", "crashing workers"},
         {"kind", "crash after"},
         {"target", "payment"},
         {"windows", {{{"start_s", 240}, {"end_s", 270}}}},
         {"offered", 3'010},
         {"fired", 94}},
        {{"name", "slow confirmations"},
         {"kind", "latency"},
         {"target", "confirm"},
         {"windows", {{{"start_s", 420}, {"end_s", 425}}}},
         {"offered", 498},
         {"fired", 0}}}},
      {"experiment", run(true)},
      {"control", run(false)},
      {"intervals",
       {intervals("throughput_per_s", 96.41, 99.32, 0.22),
        intervals("success_rate", 0.9668, 0.9957, 0.0011),
        intervals("response_mean_ms", 708, 263, 18),
        intervals("response_p99_ms", 9'690, 631, 240),
        intervals("confirm_utilisation", 0.736, 0.738, 0.004),
        intervals("dollars", 10.60, 10.42, 0.04)}},
      {"graph_svg",
       R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10"><title>a graph</title></svg>)"},
      {"configuration",
       {{"title", "Payment provider browns out for two minutes"},
        {"scenario", "scenarios/normal_day.json"},
        {"faults", {{{"kind", "error before"}, {"share", 0.15}, {"error", "Payment.ProviderUnavailable"}}}},
        {"thresholds", {{"response_time_ms", {"p(99)<2000"}}}}}},
      {"stepstorm_version", "0.1.0"}};
}

Json with_every_text(const Json& report, const std::string& text) {
  if (report.is_string()) return text + report.get<std::string>();
  if (report.is_array()) {
    Json list = Json::array();
    for (const Json& value : report) list.push_back(with_every_text(value, text));
    return list;
  }
  if (!report.is_object()) return report;
  Json object = Json::object();
  for (const auto& [name, value] : report.items())
    object[replaced_name(name, text)] = name == "graph_svg" ? value : with_every_text(value, text);
  return object;
}

std::string unbalanced(std::string_view html) {
  std::vector<std::string_view> open;
  for (std::size_t at = 0; (at = html.find('<', at)) != html.npos;) {
    const auto tag = html.substr(at + 1, html.find('>', at) - at - 1);
    at += tag.size() + 2;
    if (tag.starts_with('!') || tag.ends_with('/')) continue;
    const bool closes = tag.starts_with('/');
    const auto name = tag.substr(closes, tag.find_first_of(" /", 1) - closes);
    if (!closes)
      open.push_back(name);
    else if (open.empty() || open.back() != name)
      return std::string(tag);
    else
      open.pop_back();
    if (!closes && (name == "script" || name == "style")) at = html.find("</", at);
  }
  return open.empty() ? "" : std::string(open.back());
}

}  // namespace stepstorm::report
