// Handles the API's HTTP requests in awsJson1_0: calls the operation and responds as the service does. Endpoints below
// /_stepstorm add what the service does not have: clock, metrics, reset. Source: semantics.md 9.1.
//
// Each account has its own state machines, executions and clock. Without keys, nothing is verified, and an access key
// id of twelve digits selects the account. With keys, a request must be signed with a key and uses that key's account;
// only health and readiness need no signature.
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
  /// `options`: for every account, except the account number, which is the default account's. `keys`: empty for no
  /// verification of signatures.
  explicit Service(AccountOptions options, Keys keys = {});
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Handles a request. Called on the server's thread; never blocks. The response may come later, from another thread.
  void handle(http::Request&& request, http::Respond respond);

  /// Starts the executions that wait for a shared message. To be called between requests on their thread when
  /// `AccountOptions::starts_share_messages` is set.
  void send_starts();

  /// Answers expired polls; to be called several times a second, from any thread.
  void expire_polls(std::chrono::steady_clock::time_point now);
  /// Answers all waiting polls; called when the server stops.
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
  std::mutex mutex_;  // guards accounts_
  std::map<std::string, AccountPtr> accounts_;
  world::Stream request_ids_;
  std::thread ending_;  // destroys the account that was reset last
};

}  // namespace stepstorm::api
