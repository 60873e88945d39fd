// The API behind HTTP: a request becomes an operation's call, and is answered as the service does, in awsJson1_0.
// Source: semantics.md 9.1.
#pragma once

#include "api/account.hpp"
#include "http/message.hpp"

namespace stepstorm::api {

class Service {
 public:
  explicit Service(AccountOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// On one thread, the server's; never blocks. The answer may come later, from another thread.
  void handle(http::Request&& request, http::Respond respond);

 private:
  AccountOptions options_;
  std::unique_ptr<Account> account_;
  world::Stream request_ids_;
};

}  // namespace stepstorm::api
