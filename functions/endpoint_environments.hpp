// Execution environments behind an endpoint: each is a connection to a server that answers Lambda's Invoke, kept for
// the next call. A call is never sent twice: a failed call fails the attempt, and the machine's Retry decides.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "functions/invoke_call.hpp"
#include "functions/statistics.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

/// Time limits of connecting, sending a request, and waiting for its answer; a function has 15 minutes.
struct EndpointPatience {
  std::chrono::seconds connecting{10};
  std::chrono::seconds sending{30};
  std::chrono::seconds answer{15 * 60 + 30};
};

class EndpointEnvironments final : public workers::Environments {
 public:
  /// Starts one thread for all environments.
  explicit EndpointEnvironments(Endpoint endpoint, EndpointPatience patience = {});
  /// Closes all connections. Environments that still exist answer nothing afterwards.
  ~EndpointEnvironments() override;
  EndpointEnvironments(const EndpointEnvironments&) = delete;
  EndpointEnvironments& operator=(const EndpointEnvironments&) = delete;

  /// The environment serves every function that an invocation names. It never calls `died`.
  [[nodiscard]] std::unique_ptr<workers::Environment> make(std::shared_ptr<const workers::FunctionOptions> function,
                                                           std::function<void(std::string)> died) override;

  [[nodiscard]] StatisticsByName statistics() const;

  class Client;

 private:
  std::shared_ptr<Client> client_;
};

}  // namespace stepstorm::functions
