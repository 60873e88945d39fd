// Starts the functions of a run's resources, before anything else of the run: as processes, by an endpoint that answers
// Lambda's Invoke, or from a recording.
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

namespace stepstorm::launch {

/// A command's options for functions.
struct FunctionChoice {
  std::optional<std::string> endpoint;          // --lambda-endpoint; functions::parse_endpoint accepts it
  std::optional<std::filesystem::path> record;  // --record-functions
  std::optional<std::filesystem::path> replay;  // --replay-functions; not together with `record`
};

/// Returns the options that give a command the same answers: " --replay-functions answers.jsonl"; may be empty.
[[nodiscard]] std::string options_text(const FunctionChoice& choice);

/// Runs the functions during the lifetime of this object.
class RunningFunctions {
 public:
  /// Must be called while the program has only one thread. Errors: nothing to record or to replay; on the virtual
  /// clock, a function whose time is neither modelled nor recorded.
  [[nodiscard]] static tl::expected<RunningFunctions, std::string> start(
      std::vector<workers::ResourceOptions>& resources, Clock clock, const FunctionChoice& choice = {});

  /// Sets the environments of these resources' functions, for a scenario that was read again.
  void answer(std::vector<workers::ResourceOptions>& resources) const;

  /// Prints the statistics, a line for each function, and that the seed does not determine the run. Prints nothing
  /// without functions.
  void print(std::ostream& out) const;

  /// Writes the recording. Returns an error of writing, or of a replay with missing answers; empty: no error.
  [[nodiscard]] std::string finish() const;

  [[nodiscard]] const FunctionChoice& choice() const { return choice_; }
  /// Number of invocations without a recorded answer.
  [[nodiscard]] std::uint64_t missing() const { return replay_ ? replay_->missing() : 0; }

 private:
  explicit RunningFunctions(Clock clock, FunctionChoice choice) : clock_(clock), choice_(std::move(choice)) {}

  tl::expected<void, std::string> bring_up(const std::vector<workers::ResourceOptions>& resources);
  tl::expected<void, std::string> read_replay();

  Clock clock_;
  FunctionChoice choice_;
  std::shared_ptr<functions::ProcessEnvironments> processes_;  // null: none
  std::shared_ptr<functions::EndpointEnvironments> endpoint_;  // null: none
  std::shared_ptr<functions::Recording> recording_;            // null: none
  std::shared_ptr<functions::Replay> replay_;                  // null: none
};

/// Prints the number of asynchronous invocations that were not run; prints nothing when there are none.
void print_events(const messages::Counters& counters, std::ostream& out);

/// Returns the error of a command that repeats runs when there are functions without replay; empty: there are none.
/// `who`: "--verify", "explore".
[[nodiscard]] std::string refuse_functions(const std::vector<workers::ResourceOptions>& resources,
                                           std::string_view who,
                                           const FunctionChoice& choice);

}  // namespace stepstorm::launch
