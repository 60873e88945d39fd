// Asks a service as its server does, without a connection: the answer is a future, and the client leaves when told to.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "api/service.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

struct Answered {
  unsigned status = 0;
  Json body;

  /// "200", or the code of the error.
  std::string code() const { return status == 200 ? "200" : body.value("__type", std::to_string(status)); }
};

/// A client that waits for one answer.
class AskingClient final : public http::Answering {
 public:
  std::future<Answered> answer() { return answered_.get_future(); }
  void leave() { std::exchange(left_, nullptr)(); }

  void give(http::Response response) override {
    answered_.set_value({response.status, parse_json(response.body).value_or(Json{})});
  }
  void tell_if_client_leaves(std::function<void()> tell) override { left_ = std::move(tell); }

 private:
  std::promise<Answered> answered_;
  std::function<void()> left_;
};

/// A request on its way.
struct Asked {
  std::shared_ptr<AskingClient> client;
  std::future<Answered> answer;

  Answered get() { return answer.get(); }
  bool answered() const { return answer.wait_for(std::chrono::seconds{0}) == std::future_status::ready; }
};

inline Asked send(Service& service, http::Request request) {
  auto client = std::make_shared<AskingClient>();
  Asked asked{client, client->answer()};
  service.handle(std::move(request), http::Respond{std::move(client)});
  return asked;
}

/// `account`: empty: the default one.
inline Asked ask(Service& service, const std::string& operation, const Json& body, const std::string& account = {}) {
  return send(service,
              {"POST",
               "/",
               {{"X-Amz-Target", "AWSStepFunctions." + operation},
                {"Content-Type", "application/x-amz-json-1.0"},
                {"X-Stepstorm-Account", account}},
               to_text(body)});
}

inline Answered set_clock(Service& service, const Json& change) {
  return send(service, {"POST", "/_stepstorm/clock", {{"Content-Type", "application/json"}}, to_text(change)}).get();
}

}  // namespace stepstorm::api
