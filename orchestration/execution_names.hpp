// ExecutionNames: the execution names that are taken, however the executions were started. Thread-safe; shared by all
// orchestrators. Holds only executions that were given a name, and keeps them for as long as the program runs.
// Source: semantics.md 8.3; recordings.md 7 (the same name with the same input is the same execution while it runs).
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "values/payload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

class ExecutionNames {
 public:
  enum class Claim { Granted, RunsAlready, Taken };
  struct Answer {
    Claim claim;
    std::uint64_t execution;  // id of the execution that has the name
    TimePoint started_at;     // start of the execution that has the name
  };

  /// Claims a name, given as the execution's ARN. RunsAlready: a running execution has this name and the same input.
  Answer claim(const std::string& arn, const Payload& input, std::uint64_t execution, TimePoint now);
  /// Marks the name's execution as running again. Returns false when the name is not kept here.
  bool reopen(const std::string& arn, const Payload& input);
  /// Marks the name's execution as ended; the name stays taken.
  void release(const std::string& arn);

 private:
  struct Holder {
    Payload input;
    std::uint64_t execution;
    TimePoint started_at;
    bool running = true;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Holder> holders_;  // never iterated
};

}  // namespace stepstorm::orchestration
