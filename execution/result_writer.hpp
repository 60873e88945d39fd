// The result of a Distributed Map: the list of its children's outputs, or the files that ResultWriter writes. Children
// are added one after the other, in the order of their items.
// Source: semantics.md 7.4.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "asl/machine.hpp"
#include "execution/execution.hpp"

namespace stepstorm::execution {

using Objects = std::vector<std::pair<std::string, std::string>>;  // key, text

/// The end of one child.
struct ChildResult {
  Status status;
  std::string execution_arn;
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
};

/// The names of a map run that appear in its results.
struct MapRunNames {
  const std::string& arn;
  const std::string& uuid;
  const std::string& child_machine_arn;
};

/// Returns whether a result describes the child execution, not only its output.
[[nodiscard]] bool shows_children(const asl::MapState& map);

/// Adds the output of a child that succeeded, in the form of ResultWriter's transformation.
void collect_output(Json& outputs, const asl::MapState& map, const MapRunNames& run, const ChildResult& result);

/// The files SUCCEEDED_0.json, FAILED_0.json ... and manifest.json, which lists them.
class ResultFiles {
 public:
  void add(const asl::ResultWriter& writer, const MapRunNames& run, const ChildResult& result);
  [[nodiscard]] Objects finish(const asl::ResultWriter& writer,
                               const MapRunNames& run,
                               const std::string& bucket,
                               const std::string& prefix) &&;

  std::size_t bytes() const;

 private:
  struct Group {
    std::string text;  // of a list without its brackets, or lines
    bool any = false;
  };
  static void append(Group& group, const asl::ResultWriter& writer, const Json& entry);

  std::array<Group, 3> groups_;  // FAILED, PENDING, SUCCEEDED
};

/// `<prefix>/<map run uuid>/manifest.json`
[[nodiscard]] std::string manifest_key(const MapRunNames& run, const std::string& prefix);

}  // namespace stepstorm::execution
