// Gives a paid order its confirmation number.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "books/ledger.hpp"
#include "workers/behaviour.hpp"
#include "world/stream.hpp"

namespace stepstorm::workers {

struct ConfirmOptions {
  std::string prefix = "CNF";
};

class Confirm final : public Behaviour {
 public:
  Confirm(ConfirmOptions options, world::Stream numbers, std::shared_ptr<books::Ledger> ledger)
      : options_(std::move(options)), numbers_(numbers), ledger_(std::move(ledger)) {}

  /// The input with `"confirmation": {"status": "CONFIRMED", "number": "CNF-7KQ2M9XW"}`. The number depends on the seed
  /// and the execution, not on the attempt.
  Outcome run(messages::Task&& task) override { return run_at(std::move(task), {}); }
  Outcome run_at(messages::Task&& task, TimePoint now) override;

 private:
  ConfirmOptions options_;
  world::Stream numbers_;
  std::shared_ptr<books::Ledger> ledger_;
};

}  // namespace stepstorm::workers
