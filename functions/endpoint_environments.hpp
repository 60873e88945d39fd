// Execution environments that something else has: each is a connection to what answers Lambda's Invoke, kept for the next
// call. A call is never sent twice: what fails on the way is the attempt's failure, and the machine's to retry.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "functions/invoke_call.hpp"
#include "functions/statistics.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

/// How long is waited for a connection, for a request to be taken, and for its answer: a function has 15 minutes.
struct EndpointPatience {
  std::chrono::seconds connecting{10};
  std::chrono::seconds sending{30};
  std::chrono::seconds answer{15 * 60 + 30};
};

class EndpointEnvironments final : public orchestration::Environments {
 public:
  /// Starts a thread, which does what all of them have to do.
  explicit EndpointEnvironments(Endpoint endpoint, EndpointPatience patience = {});
  /// Closes all connections. Environments that are still there answer nothing more.
  ~EndpointEnvironments() override;
  EndpointEnvironments(const EndpointEnvironments&) = delete;
  EndpointEnvironments& operator=(const EndpointEnvironments&) = delete;

  /// Every one is for whichever function an invocation names. None dies.
  [[nodiscard]] std::unique_ptr<orchestration::Environment> make(
      std::shared_ptr<const orchestration::FunctionOptions> function, std::function<void(std::string)> died) override;

  [[nodiscard]] StatisticsByName statistics() const;

  class Client;

 private:
  std::shared_ptr<Client> client_;
};

}  // namespace stepstorm::functions
