// Gives a paid order its confirmation number.
#pragma once

#include <string>

#include "orchestration/behaviour.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

struct ConfirmOptions {
  std::string prefix = "CNF";
};

class Confirm final : public Behaviour {
 public:
  Confirm(ConfirmOptions options, world::Stream numbers) : options_(std::move(options)), numbers_(numbers) {}

  /// The input with `"confirmation": {"status": "CONFIRMED", "number": "CNF-7KQ2M9XW"}`. The number depends on the seed
  /// and the execution, not on the attempt.
  Outcome run(const messages::RunTask& task) override;

 private:
  ConfirmOptions options_;
  world::Stream numbers_;
};

}  // namespace stepstorm::orchestration
