#include "app/commands/demo.hpp"

#include <array>
#include <cassert>
#include <chrono>
#include <string_view>
#include <thread>
#include <utility>

#include "execution/result.hpp"
#include "launch/functions.hpp"
#include "launch/interrupt.hpp"
#include "launch/preparation.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/live_view.hpp"
#include "terminal/outcome.hpp"
#include "values/json.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

/// One order, and what it demonstrates.
struct Act {
  std::string_view title;
  std::string_view machine;
  std::string_view input;
  std::array<std::string_view, 2> story;  // what will happen; what to watch for
  std::string_view status;                // how it must end
  std::string_view error;
  std::string_view moral;
  bool runs_functions = false;  // uses the shipped Lambda functions instead of the shipped workers
};

constexpr std::string_view processing = "OrderProcessingStateMachine";
constexpr std::string_view fulfilment = "OrderFulfilmentStateMachine";
constexpr std::string_view in_jsonata = "OrderFulfilmentInJsonata";

constexpr std::array<Act, 5> acts = {{
    {.title = "The plain order",
     .machine = processing,
     .input = R"({"orderId":"12345"})",
     .story = {"An order is validated, paid and confirmed by three Lambda functions in Python, as they are.",
               "Watch: each step waits for its function's process to start: the cold start is a real one."},
     .status = "SUCCEEDED",
     .error = "",
     .moral = "The state machine says what comes next; the functions do the work.",
     .runs_functions = true},
    {.title = "A payment provider with hiccups",
     .machine = fulfilment,
     .input = R"({"orderId":"12346","card":"4000000000000119"})",
     .story = {"The payment fails twice. The state's Retry allows four more attempts.",
               "Watch: two failures, two waits of random length (the jitter), then success."},
     .status = "SUCCEEDED",
     .error = "",
     .moral = "A fault that passes by itself costs time, not orders."},
    {.title = "A payment that never answers",
     .machine = fulfilment,
     .input = R"({"orderId":"12347","card":"4000000000000259"})",
     .story = {"No answer will come. TimeoutSeconds gives up after 3 s, and a Catch takes over.",
               "Watch: the timeout, then the way back: refund what was charged, tell the customer."},
     .status = "FAILED",
     .error = "States.Timeout",
     .moral = "A time limit turns silence into an error that the machine can handle."},
    {.title = "A worker that crashes",
     .machine = fulfilment,
     .input = R"({"orderId":"12348","card":"4000000000000341"})",
     .story = {"The payment worker charges the card and dies before it can say so.",
               "Watch: a supervisor restarts it, the order is retried, the books show one charge."},
     .status = "SUCCEEDED",
     .error = "",
     .moral = "The idempotency token makes a repeated payment the same payment."},
    {.title = "A declined card",
     .machine = fulfilment,
     .input = R"({"orderId":"12349","card":"4000000000000002"})",
     .story = {"The card is refused for good; a retry would be pointless, so there is none.",
               "Watch: a Catch leads to the customer's notice and to a clean failure."},
     .status = "FAILED",
     .error = "Payment.CardDeclined",
     .moral = "Not every error deserves a retry, and a failure can still end in good order."},
}};

constexpr std::string_view margin = "   ";

/// Pauses for reading, on a terminal.
void pause(const DemoOptions& options, std::chrono::milliseconds length) {
  constexpr std::chrono::milliseconds slice{50};
  if (!options.terminal.interactive) return;
  for (std::chrono::milliseconds passed{0}; passed < length && !launch::interrupted(); passed += slice)
    std::this_thread::sleep_for(slice);
}

Payload input_of(const Act& act) {
  auto document = parse_json(act.input);
  assert(document.has_value());
  return Payload{std::move(*document)};
}

bool ended_as_told(const Act& act, const launch::Ending& ending) {
  const auto& status = ending.ended.execution.status;
  return status_name(status) == act.status && reason_of(status).error.value_or("") == act.error;
}

class Demo {
 public:
  Demo(const DemoOptions& options, std::ostream& out, std::ostream& err) : options_(options), out_(out), err_(err) {}

  int run() {
    open();
    for (std::size_t number = 1; number <= acts.size(); ++number) {
      const int result = perform(acts[number - 1], number);
      if (result != terminal::exit_succeeded) return result;
      pause(options_, std::chrono::milliseconds{1'000});
      if (launch::interrupted()) return terminal::exit_failed;
    }
    close();
    return terminal::exit_succeeded;
  }

 private:
  void open() {
    out_ << terminal::paint(options_.terminal, terminal::Ink::Bold, "stepstorm")
         << ": AWS Step Functions workflows on actors, in one local process.\n"
         << "Five orders go through it. On the left: seconds since the order came in.\n";
  }

  int perform(const Act& act, std::size_t number) {
    introduce(act, number);
    auto prepared = launch::prepare({.machine = std::string(act.machine),
                                     .settings = options_.settings.value_or(
                                         act.runs_functions ? launch::shipped_functions() : launch::shipped_settings()),
                                     .mocks = {},
                                     .machine_name = {}});
    if (!prepared) {
      for (const std::string& complaint : prepared.error()) err_ << complaint << '\n';
      return terminal::exit_wrong_use;
    }
    launch::Launch& launch = prepared->launch;
    launch.seed = options_.seed.value_or(launch.seed);
    launch.input = input_of(act);
    const auto functions = launch::RunningFunctions::start(launch.resources, launch.clock);
    if (!functions) {
      err_ << functions.error() << '\n';
      return terminal::exit_wrong_use;
    }
    const launch::Ending ending = terminal::play_live(launch, options_.terminal, out_);
    conclude(act, ending);
    return ended_as_told(act, ending) ? terminal::exit_succeeded : terminal::exit_failed;
  }

  void introduce(const Act& act, std::size_t number) {
    const std::string head = std::to_string(number) + " of " + std::to_string(acts.size());
    out_ << '\n'
         << terminal::paint(options_.terminal, terminal::Ink::Accent, head) << "  "
         << terminal::paint(options_.terminal, terminal::Ink::Bold, act.title) << '\n';
    for (const std::string_view line : act.story) out_ << margin << line << '\n';
    out_ << margin
         << terminal::paint(
                options_.terminal, terminal::Ink::Dim, std::string(act.machine) + " " + std::string(act.input))
         << '\n'
         << std::flush;
    pause(options_, std::chrono::milliseconds{800});
  }

  void conclude(const Act& act, const launch::Ending& ending) {
    const auto& status = ending.ended.execution.status;
    const std::string_view name = status_name(status);
    const auto reason = reason_of(status);
    out_ << margin
         << terminal::paint(options_.terminal, name == "SUCCEEDED" ? terminal::Ink::Good : terminal::Ink::Bad, name)
         << (reason.error ? " with " + *reason.error : std::string{}) << ": " << terminal::totals(ending) << '\n';
    if (!act.runs_functions)
      out_ << margin << "The payment provider's books: " << counted(ending.books.requests, "request") << " to charge, "
           << counted(ending.books.charges, "charge") << ", " << counted(ending.books.refunds, "refund") << ".\n";
    if (ended_as_told(act, ending))
      out_ << margin << terminal::paint(options_.terminal, terminal::Ink::Accent, "=> " + std::string(act.moral))
           << '\n';
    else
      out_ << margin << "It should have been " << act.status << (act.error.empty() ? "" : " with ") << act.error
           << ".\n";
    out_ << std::flush;
  }

  void close() {
    const std::string run = "  " + options_.program + " run ";
    out_
        << "\nTry next\n"
        << run << processing << " --input '" << acts[0].input << "' --settings config/functions/settings.json\n"
        << run << processing << " --input '" << acts[0].input << "' --history table\n"
        << run << fulfilment << " --input '" << acts[1].input << "'\n"
        << run << in_jsonata << " --input '" << acts[1].input << "'   # the same in JSONata\n"
        << run << "--help\n"
        << "  config/functions/*.py        the functions of the first order: change one and run it again\n"
        << "  config/settings.json         the workers: how many, how fast, which test cards, how they are supervised\n"
        << "  config/machines/*.asl.json   the state machines: change a Retry and run it again\n"
        << std::flush;
  }

  const DemoOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
};

}  // namespace

int demo_command(const DemoOptions& options, std::ostream& out, std::ostream& err) {
  return Demo{options, out, err}.run();
}

}  // namespace stepstorm::app
