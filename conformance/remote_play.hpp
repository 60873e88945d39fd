// Plays recorded cases through the API of Step Functions: at `stepstorm serve`, or at another emulator.
//
// Ours is given each case's mocks, buckets and a fresh account. Others are given nothing: their mocks are those of
// mock_config, which they must have read when they began, and whose test cases are chosen by `#Recorded`.
// Source: semantics.md 9, 10.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "conformance/case_file.hpp"
#include "conformance/case_runner.hpp"
#include "http/blocking_client.hpp"

namespace stepstorm::conformance {

/// The name of the state machine that a case creates: unique among cases, valid, at most 80 characters.
[[nodiscard]] std::string machine_name(const Case& recorded);

/// A MockConfigFile.json with the test case `Recorded` of each of these. Cases whose mocks AWS's form cannot say are left
/// out: those that hang, those that depend on the request.
[[nodiscard]] Json mock_config(const std::vector<Case>& cases);

class RemotePlay {
 public:
  /// The error says why nothing can be played there.
  static tl::expected<std::unique_ptr<RemotePlay>, std::string> at(const http::Endpoint& endpoint);

  /// Equal to what play() makes of the case, where the other engine is as ours. The refusal of a case that could not be
  /// played says why.
  [[nodiscard]] Played play(const Case& recorded);

 private:
  struct Answer;

  RemotePlay(const http::Endpoint& endpoint, bool ours) : client_(endpoint), ours_(ours) {}

  Answer send(const Case& recorded, const std::string& method, const std::string& path, const Json& body);
  Answer call(const Case& recorded, const std::string& operation, const Json& request);
  Answer begin_anew(const Case& recorded);
  Answer prepare(const Case& recorded);
  Answer pause(const Case& recorded, bool paused);
  Answer start(const Case& recorded, const std::string& machine);
  Answer finish(const Case& recorded, const std::string& execution);
  Answer history(const Case& recorded, const std::string& execution);
  Answer until_quiet(const Case& recorded, const std::string& execution);

  http::BlockingClient client_;
  bool ours_;
};

}  // namespace stepstorm::conformance
