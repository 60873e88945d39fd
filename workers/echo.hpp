// Answers with its input.
#pragma once

#include "workers/behaviour.hpp"

namespace stepstorm::workers {

struct EchoOptions {};

class Echo final : public Behaviour {
 public:
  Outcome run(messages::Task&& task) override;
};

}  // namespace stepstorm::workers
