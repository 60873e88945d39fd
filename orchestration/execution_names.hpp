// Which names the executions that other executions start have taken. Shared by all orchestrators, hence by several
// threads; only executions with a name of their own are kept, for as long as the program runs.
// Source: semantics.md 8.3; conformance FACTS 7 (the same name with the same input is the same execution while it runs).
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "asl/payload.hpp"
#include "asl/timestamp.hpp"

namespace stepstorm::orchestration {

class ExecutionNames {
 public:
  enum class Claim { Granted, RunsAlready, Taken };
  struct Answer {
    Claim claim;
    TimePoint started_at;  // of the execution that has the name
  };

  /// Asks for a name, given as the execution's ARN.
  Answer claim(const std::string& arn, const Payload& input, TimePoint now);
  /// The execution is over; the name stays taken.
  void release(const std::string& arn);

 private:
  struct Holder {
    Payload input;
    TimePoint started_at;
    bool running = true;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Holder> holders_;  // never iterated
};

}  // namespace stepstorm::orchestration
