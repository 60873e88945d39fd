// Requests as they come over the wire, good and bad, and what the server says.
#include "http/server.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/http/client.hpp"

using namespace stepstorm;
using namespace std::chrono_literals;

namespace {

http::ServerOptions small() {
  http::ServerOptions options;
  options.body_bytes_max = 64;
  options.header_bytes_max = 512;
  options.read_timeout = 300ms;
  options.idle_timeout = 300ms;
  return options;
}

/// Answers with what it was sent.
void echo(http::Request&& request, const http::Respond& respond) {
  respond({200, {{"Content-Type", "text/plain"}}, request.method + ' ' + request.target + ' ' + request.body});
}

std::string status_line(const std::string& response) { return response.substr(0, response.find("\r\n")); }

std::string body(const std::string& response) {
  const auto end = response.find("\r\n\r\n");
  return end == std::string::npos ? response : response.substr(end + 4);
}

}  // namespace

TEST_CASE("a request is answered, and the connection is there for the next one", "[http]") {
  http::Server server{small(), echo};
  http::Client client{server.port()};
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
  CHECK(body(client.response()) == "POST /a hi");
  client.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto second = client.response();
  CHECK(status_line(second) == "HTTP/1.1 200 OK");
  CHECK(body(second) == "GET /b ");
  CHECK(server.connections() == 1);
}

TEST_CASE("requests are answered or refused as they deserve, and the server goes on", "[http]") {
  struct Row {
    std::string sent, status, answer;
  };
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
  const auto row = GENERATE_COPY(values<Row>({
      {post + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "HTTP/1.1 200 OK", "POST / abc"},
      {"GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK", "GET / "},
      {"PUT /\xff HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK", "PUT /\xff "},
      {post + "Content-Length: 65\r\n\r\n" + std::string(65, 'x'),
       "HTTP/1.1 413 Payload Too Large",
       "body limit exceeded\n"},
      {post + "Transfer-Encoding: chunked\r\n\r\n80\r\n" + std::string(128, 'x') + "\r\n0\r\n\r\n",
       "HTTP/1.1 413 Payload Too Large",
       "body limit exceeded\n"},
      {post + "A: " + std::string(600, 'x') + "\r\n\r\n",
       "HTTP/1.1 431 Request Header Fields Too Large",
       "header limit exceeded\n"},
      {"what is this\r\n\r\n", "HTTP/1.1 400 Bad Request", "bad version\n"},
      {post + "Content-Length: -1\r\n\r\n", "HTTP/1.1 400 Bad Request", "bad Content-Length\n"},
      {post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400 Bad Request", "bad chunk\n"},
  }));
  CAPTURE(row.sent);
  http::Server server{small(), echo};
  http::Client client{server.port()};
  client.send(row.sent);
  const auto response = client.response();
  CHECK(status_line(response) == row.status);
  CHECK(body(response) == row.answer);
  if (row.status != "HTTP/1.1 200 OK") CHECK(client.closed());
  http::Client next{server.port()};
  next.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(body(next.response()) == "GET /next ");
}

TEST_CASE("a request whose length or form is doubtful is refused, and nothing behind it is taken for another",
          "[http]") {
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
  const std::string behind = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto sent = GENERATE_COPY(values<std::string>({
      post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
      post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab",
      post + "Content-Length: 2, 3\r\n\r\nab",
      post + "Content-Length: +2\r\n\r\nab",
      post + "Content-Length: 0x2\r\n\r\nab",
      post + "Content-Length: 99999999999999999999\r\n\r\nab",
      post + "Content-Length : 2\r\n\r\nab",
      post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nab",
      post + "Transfer-Encoding: chunked\r\n\r\n-1\r\nab",
      post + std::string("A: \0\r\n\r\n", 9),
      post + "no colon\r\n\r\n",
      "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
  }));
  CAPTURE(sent);
  std::vector<std::string> targets;
  http::Server server{small(), [&](http::Request&& request, const http::Respond& respond) {
                        targets.push_back(request.target);
                        respond({200, {}, ""});
                      }};
  http::Client client{server.port()};
  client.send(sent + behind);
  const auto response = client.response();
  CHECK(response.substr(0, 10) == "HTTP/1.1 4");
  CHECK(client.closed());
  server.stop();
  CHECK(targets.empty());
}

TEST_CASE("a client that sends byte by byte has as long as any other", "[http]") {
  http::Server server{small(), echo};
  http::Client client{server.port()};
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n");
  const auto began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - began < 3s && !client.closed(50ms)) client.send("x");
  CHECK(std::chrono::steady_clock::now() - began < 1s);
}

TEST_CASE("a client that reads no answers is cut", "[http]") {
  auto options = small();
  options.write_timeout = 300ms;
  http::Server server{options, [](http::Request&&, const http::Respond& respond) {
                        respond({200, {}, std::string(std::size_t{16} << 20, 'x')});
                      }};
  http::Client client{server.port()};
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - began < 5s && (server.connections() == 0)) std::this_thread::sleep_for(5ms);
  while (std::chrono::steady_clock::now() - began < 5s && server.connections() > 0) std::this_thread::sleep_for(5ms);
  CHECK(server.connections() == 0);
}

TEST_CASE("pipelined requests are answered in their order, whichever answer is ready first", "[http]") {
  std::vector<std::thread> answering;
  http::Server server{small(), [&](http::Request&& request, http::Respond respond) {
                        const auto delay = request.target == "/slow" ? 50ms : 0ms;
                        answering.emplace_back([respond = std::move(respond), target = request.target, delay] {
                          std::this_thread::sleep_for(delay);
                          respond({200, {}, target});
                        });
                      }};
  http::Client client{server.port()};
  client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(body(client.response()) == "/slow");
  CHECK(body(client.response()) == "/fast");
  for (auto& thread : answering) thread.join();
}

TEST_CASE("a client that expects 100-continue is invited to send its body", "[http]") {
  http::Server server{small(), echo};
  http::Client client{server.port()};
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.response() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  CHECK(body(client.response()) == "POST / ok");
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\nExpect: 100-continue\r\n\r\n");
  CHECK(status_line(client.response()) == "HTTP/1.1 413 Payload Too Large");
}

TEST_CASE("clients that are silent, slow or end in the middle lose their connection", "[http]") {
  const auto sent =
      GENERATE(as<std::string>{}, "", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
  CAPTURE(sent);
  http::Server server{small(), echo};
  http::Client slow{server.port()};
  slow.send(sent);
  CHECK(slow.closed());
  http::Client truncated{server.port()};
  truncated.send(sent);
  truncated.end();
  CHECK(truncated.closed());
}

TEST_CASE("an answer counts once, from any thread, and one that is dropped becomes a 503", "[http]") {
  http::Server server{small(), [](http::Request&& request, const http::Respond& respond) {
                        if (request.target == "/dropped") return;
                        respond({201, {}, "first"});
                        respond({202, {}, "second"});
                      }};
  http::Client client{server.port()};
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(body(client.response()) == "first");
  client.send("GET /dropped HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_line(client.response()) == "HTTP/1.1 503 Service Unavailable");
}

TEST_CASE("an answer may come after its client and after the server", "[http]") {
  std::vector<http::Respond> held;
  {
    http::Server server{small(), [&](http::Request&&, http::Respond respond) { held.push_back(std::move(respond)); }};
    {
      http::Client client{server.port()};
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      CHECK(client.response(100ms).empty());
    }
    http::Client other{server.port()};
    other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(other.response(100ms).empty());
    held.at(0)({200, {}, "late"});
  }
  REQUIRE(held.size() == 2);
  held.at(1)({200, {}, "later still"});
}

namespace {

/// Keeps requests unanswered, and counts the clients that leave.
struct Keeper {
  std::vector<http::Respond> held;
  std::atomic<int> left{0};

  void operator()(http::Request&&, http::Respond&& respond) {
    respond.tell_if_client_leaves([this] { ++left; });
    held.push_back(std::move(respond));
  }
};

bool eventually(const std::function<bool()>& holds) {
  const auto began = std::chrono::steady_clock::now();
  while (!holds() && std::chrono::steady_clock::now() - began < 5s) std::this_thread::sleep_for(1ms);
  return holds();
}

}  // namespace

TEST_CASE("a client that leaves before its answer is noticed, and its connection is given back", "[http]") {
  const auto behind = GENERATE(as<std::string>{}, "", "GET /next HTTP/1.1\r\n", std::string(700, 'x'));
  const bool half = GENERATE(false, true);
  CAPTURE(behind, half);
  Keeper keeper;
  http::Server server{small(), std::ref(keeper)};
  {
    http::Client client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n" + behind);
    if (half) {
      client.end();
      CHECK(client.closed());
    }
  }
  CHECK(eventually([&] { return keeper.left == 1; }));
  CHECK(eventually([&] { return server.connections() == 0; }));
  server.stop();
  CHECK(keeper.left == 1);
  REQUIRE(keeper.held.size() == 1);
  keeper.held[0]({200, {}, "late"});
}

TEST_CASE("a client that stays while requests queue behind the first is not taken for gone", "[http]") {
  Keeper keeper;
  http::Server server{small(), std::ref(keeper)};
  http::Client client{server.port()};
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(request);
  CHECK(client.response(50ms).empty());
  for (int queued = 0; queued < 500; ++queued) client.send(request);  // more than are read ahead
  CHECK(client.response(50ms).empty());
  keeper.held.at(0)({200, {}, "first"});
  CHECK(body(client.response()) == "first");
  CHECK(client.response(50ms).empty());
  keeper.held.at(1)({200, {}, "second"});
  CHECK(body(client.response()) == "second");
  CHECK(keeper.left == 0);
}

TEST_CASE("a client that has ended its side gets its answer where nothing is to be told", "[http]") {
  std::vector<http::Respond> held;
  http::Server server{small(), [&](http::Request&&, http::Respond respond) { held.push_back(std::move(respond)); }};
  http::Client client{server.port()};
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  client.end();
  CHECK(client.response(100ms).empty());
  held.at(0)({200, {}, "here"});
  CHECK(body(client.response()) == "here");
}

TEST_CASE("hosts and origins that are not allowed are refused", "[http]") {
  struct Row {
    std::string headers;
    bool allowed;
  };
  const auto row = GENERATE(values<Row>({
      {"Host: localhost\r\n", true},
      {"Host: LOCALHOST:8083\r\n", true},
      {"Host: [::1]:8083\r\n", true},
      {"Host: localhost\r\nOrigin: http://localhost:3000\r\n", true},
      {"Host: evil.example\r\n", false},
      {"Host: localhost.evil.example\r\n", false},
      {"Host: localhost\r\nHost: evil.example\r\n", false},
      {"Host: evil.example\r\nHost: localhost\r\n", false},
      {"Host: localhost\r\nOrigin: https://evil.example\r\n", false},
      {"Host: localhost\r\nOrigin: null\r\n", false},
      {"", false},
  }));
  CAPTURE(row.headers);
  auto options = small();
  options.allowed_hosts = {"localhost", "[::1]"};
  http::Server server{options, echo};
  http::Client client{server.port()};
  client.send("GET / HTTP/1.1\r\n" + row.headers + "\r\n");
  CHECK(status_line(client.response()) == (row.allowed ? "HTTP/1.1 200 OK" : "HTTP/1.1 403 Forbidden"));
}

TEST_CASE("one connection more than there may be is told so", "[http]") {
  auto options = small();
  options.connections_max = 1;
  http::Server server{options, echo};
  http::Client first{server.port()};
  first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(status_line(first.response()) == "HTTP/1.1 200 OK");
  http::Client second{server.port()};
  CHECK(status_line(second.response()) == "HTTP/1.1 503 Service Unavailable");
}

TEST_CASE("a server that drains answers what it has taken, and closes", "[http]") {
  std::vector<http::Respond> held;
  http::Server server{small(), [&](http::Request&&, http::Respond respond) { held.push_back(std::move(respond)); }};
  http::Client client{server.port()};
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.response(100ms).empty());
  std::thread stopping{[&] { server.stop(2000ms); }};
  std::this_thread::sleep_for(30ms);
  held.at(0)({200, {}, "done"});
  CHECK(body(client.response()) == "done");
  stopping.join();
  CHECK(client.closed());
}

TEST_CASE("where it cannot listen, the server says which address and why", "[http]") {
  http::Server server{small(), echo};
  http::ServerOptions options;
  options.port = server.port();
  CHECK_THROWS_WITH((http::Server{options, echo}),
                    "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use");
  options.host = "not an address";
  CHECK_THROWS_WITH((http::Server{options, echo}), Catch::Contains("the host must be an IP address"));
}
