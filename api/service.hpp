// The API behind HTTP: a request becomes an operation's call, and is answered as the service does, in awsJson1_0. Beside
// it, below /_stepstorm, what the service has not: the clock, figures, a fresh beginning. Source: semantics.md 9.1.
//
// The access key id of a request chooses its account when it is twelve digits; each has state machines, executions and a
// clock of its own. Keys and signatures are not checked.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "api/account.hpp"
#include "http/message.hpp"

namespace stepstorm::api {

inline constexpr std::size_t accounts_max = 32;

class Service {
 public:
  /// `options` are those of every account but for its number, which is the default account's.
  explicit Service(AccountOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// On one thread, the server's; never waits. The answer may come later, from another thread.
  void handle(http::Request&& request, http::Respond respond);

  /// Answers polls whose time is up; to be called some times a second, from any thread.
  void expire_polls(std::chrono::steady_clock::time_point now);

 private:
  using AccountPtr = std::shared_ptr<Account>;

  AccountPtr account_of(const http::Request& request);
  void call(const http::Request& request, const AccountPtr& account, Reply reply);
  void handle_own(const http::Request& request, AccountPtr account, Reply reply, http::Respond respond);
  void let_go(AccountPtr account);

  AccountOptions options_;
  std::mutex mutex_;  // of accounts_
  std::map<std::string, AccountPtr> accounts_;
  world::Stream request_ids_;
  std::thread ending_;  // ends the account that was reset last
};

}  // namespace stepstorm::api
