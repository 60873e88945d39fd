// Which names executions have taken, by any way of starting them. Shared by all orchestrators, hence by several
// threads; only executions with a name of their own are kept, for as long as the program runs.
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
    std::uint64_t execution;  // the id of the one that has the name
    TimePoint started_at;     // likewise
  };

  /// Asks for a name, given as the execution's ARN.
  Answer claim(const std::string& arn, const Payload& input, std::uint64_t execution, TimePoint now);
  /// The execution that has the name runs again. false: it has none of its own.
  bool reopen(const std::string& arn, const Payload& input);
  /// The execution is over; the name stays taken.
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
