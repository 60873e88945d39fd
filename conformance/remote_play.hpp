// Plays recorded cases through the API of Step Functions: at `stepstorm serve`, or at another emulator.
//
// `stepstorm serve` gets each case's mocks and buckets, and a fresh account. Other emulators must have read the result
// of mock_config when they started; `#Recorded` selects the test case.
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

/// Returns the name of the state machine that a case creates: unique among cases, valid, at most 80 characters.
[[nodiscard]] std::string machine_name(const Case& recorded);

/// Returns a MockConfigFile.json with a test case `Recorded` for each case. Omits cases whose mocks AWS's form cannot
/// express: mocks that hang or depend on the request.
[[nodiscard]] Json mock_config(const std::vector<Case>& cases);

class RemotePlay {
 public:
  /// The error says why nothing can be played there.
  static tl::expected<std::unique_ptr<RemotePlay>, std::string> at(const http::Endpoint& endpoint);

  /// Returns the same as play() when the other engine behaves like ours. A refusal says why the case could not be
  /// played.
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
