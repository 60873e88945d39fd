// Brings the functions that a run's resources name to life, before anything else of the run is: by processes, by an
// endpoint that answers Lambda's Invoke, or by what was recorded of either.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "functions/endpoint_environments.hpp"
#include "functions/process_environments.hpp"
#include "functions/recording.hpp"
#include "functions/replay.hpp"
#include "launch/play.hpp"
#include "workers/resource.hpp"

namespace stepstorm::app {

/// What a command's options say about functions.
struct FunctionChoice {
  std::optional<std::string> endpoint;          // --lambda-endpoint; one that functions::parse_endpoint accepts
  std::optional<std::filesystem::path> record;  // --record-functions
  std::optional<std::filesystem::path> replay;  // --replay-functions; not together with `record`
};

/// The options that a command needs to be given the same answers: " --replay-functions answers.jsonl"; may be empty.
[[nodiscard]] std::string options_text(const FunctionChoice& choice);

/// What runs the functions, for as long as it is kept.
class RunningFunctions {
 public:
  /// While the program has one thread. Complains when there is nothing to record or to replay, and, on the virtual clock,
  /// about a function whose time is neither modelled nor recorded.
  [[nodiscard]] static tl::expected<RunningFunctions, std::string> start(
      std::vector<orchestration::ResourceOptions>& resources, Clock clock, const FunctionChoice& choice = {});

  /// Has these resources' functions answered by them as well: of a scenario that was read again.
  void answer(std::vector<orchestration::ResourceOptions>& resources) const;

  /// What they have done, a line each; and that the seed does not determine the run. Nothing where there are none.
  void print(std::ostream& out) const;

  /// Writes the recording. What is wrong with that, or with a replay that lacked something; empty: nothing.
  [[nodiscard]] std::string finish() const;

  [[nodiscard]] const FunctionChoice& choice() const { return choice_; }
  /// Invocations that the recording did not have.
  [[nodiscard]] std::uint64_t missing() const { return replay_ ? replay_->missing() : 0; }

 private:
  explicit RunningFunctions(Clock clock, FunctionChoice choice) : clock_(clock), choice_(std::move(choice)) {}

  tl::expected<void, std::string> bring_up(const std::vector<orchestration::ResourceOptions>& resources);
  tl::expected<void, std::string> read_replay();

  Clock clock_;
  FunctionChoice choice_;
  std::shared_ptr<functions::ProcessEnvironments> processes_;  // null: there are none
  std::shared_ptr<functions::EndpointEnvironments> endpoint_;  // likewise
  std::shared_ptr<functions::Recording> recording_;            // likewise
  std::shared_ptr<functions::Replay> replay_;                  // likewise
};

/// What has become of asynchronous invocations that were not run; nothing where there are none.
void print_events(const messages::Counters& counters, std::ostream& out);

/// What a command that repeats runs says to functions that are not replayed; empty: there are none. `who`: "--verify",
/// "explore".
[[nodiscard]] std::string refuse_functions(const std::vector<orchestration::ResourceOptions>& resources,
                                           std::string_view who,
                                           const FunctionChoice& choice);

}  // namespace stepstorm::app
