// The API behind HTTP: a request becomes an operation's call, and is answered as the service does, in awsJson1_0. Beside
// it, below /_stepstorm, what the service has not: the clock, figures, a fresh beginning. Source: semantics.md 9.1.
//
// Each account has state machines, executions and a clock of its own. Without keys, the access key id of a request chooses
// its account when it is twelve digits, and nothing is checked. With keys, a request must be signed by one of them, whose
// account it is; only health and readiness are told to all.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "api/account.hpp"
#include "api/signature.hpp"
#include "http/message.hpp"

namespace stepstorm::api {

inline constexpr std::size_t accounts_max = 32;

class Service {
 public:
  /// `options` are those of every account but for its number, which is the default account's. Without `keys` none are
  /// checked.
  explicit Service(AccountOptions options, Keys keys = {});
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// On one thread, the server's; never waits. The answer may come later, from another thread.
  void handle(http::Request&& request, http::Respond respond);

  /// To be called between requests when `AccountOptions::starts_share_messages`, on their thread: executions begin.
  void send_starts();

  /// Answers polls whose time is up; to be called some times a second, from any thread.
  void expire_polls(std::chrono::steady_clock::time_point now);
  /// Answers all polls that wait: the server is about to end.
  void end_polls() { expire_polls(std::chrono::steady_clock::time_point::max()); }

 private:
  using AccountPtr = std::shared_ptr<Account>;

  tl::expected<std::string, Error> account_number_of(const http::Request& request) const;
  AccountPtr account_of(const std::string& number);
  void handle(http::Request&& request, http::Respond respond, const Reply& reply);
  void call(const http::Request& request, const AccountPtr& account, Reply reply, http::Respond respond);
  void handle_own(http::Request&& request, const AccountPtr& account, Reply reply, http::Respond respond);
  void reset(const std::string& account, const std::string& body, Reply reply);
  void let_go(AccountPtr account);

  AccountOptions options_;
  Keys keys_;
  std::mutex mutex_;  // of accounts_
  std::map<std::string, AccountPtr> accounts_;
  world::Stream request_ids_;
  std::thread ending_;  // ends the account that was reset last
};

}  // namespace stepstorm::api
