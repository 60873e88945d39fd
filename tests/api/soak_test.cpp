// Sixty-four clients do random things at once, for a virtual hour; each knows, by a plain model, what every answer must
// be. STEPSTORM_SOAK_ROUNDS: how often each of them does something (60, each a virtual minute).
#include <cstdlib>
#include <functional>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "api/wire.hpp"
#include "tests/api/asked.hpp"
#include "world/stream.hpp"

using namespace stepstorm;
using namespace std::chrono_literals;

namespace {

constexpr int clients_count = 64;
constexpr std::chrono::seconds round_time{60};

using api::Answered;

std::string last_type(const Json& events) {
  return events.is_array() && !events.empty() ? events.back()["type"] : Json("");
}

using Reply = std::future<Answered>;

class Server {
 public:
  Server() : service_(options()) {}

  Reply call(const std::string& operation, const Json& body) { return api::ask(service_, operation, body).answer; }

  Answered clock(const Json& change) { return api::set_clock(service_, change); }

 private:
  static api::AccountOptions options() {
    api::AccountOptions options;
    options.clock = api::Clock::Virtual;
    return options;
  }

  api::Service service_;
};

// ---- what a client knows

struct Kind {
  const char* definition;
  std::chrono::seconds lasts;
  const char* ends;  // its status then
};

const Kind kinds[] = {
    {R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})", 0s, "SUCCEEDED"},
    {R"({"StartAt":"F","States":{"F":{"Type":"Fail","Error":"No","Cause":"never"}}})", 0s, "FAILED"},
    {R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":90,"End":true}}})", 90s, "SUCCEEDED"},
    {R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1000,"End":true}}})", 1000s, "SUCCEEDED"},
    {R"({"TimeoutSeconds":150,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":900,"End":true}}})",
     150s,
     "TIMED_OUT"},
};

struct Execution {
  std::string arn;
  std::string input;
  std::size_t machine = 0;  // by number
  std::chrono::seconds started{};
  std::chrono::seconds lasts{};
  std::string ends;
  std::optional<std::chrono::seconds> stopped{};

  std::string status(std::chrono::seconds now) const {
    if (stopped) return "ABORTED";
    return now >= started + lasts ? ends : "RUNNING";
  }
};

struct Machine {
  std::string arn;
  std::size_t kind = 0;
  std::map<std::string, std::string> tags;
};

class Client {
 public:
  Client(int number, world::Stream random) : prefix_("c" + std::to_string(number) + '-'), random_(random) {}

  /// Sends one request.
  void act(Server& server, std::chrono::seconds now) {
    now_ = now;
    switch (random_.below(10)) {
      case 0: return create(server);
      case 1: return update(server);
      case 2: return remove(server);
      case 3:
      case 4: return start(server);
      case 5: return describe(server);
      case 6: return stop(server);
      case 7: return list(server);
      case 8: return tag(server);
      default: return history(server);
    }
  }

  /// What the answer is compared with; empty: it agrees.
  std::string judge() {
    if (!judge_) return {};
    const Answered answered = reply_.get();
    std::string complaint = judge_(answered);
    judge_ = nullptr;
    if (!complaint.empty()) complaint = asked_ + ": " + complaint + ", answered " + to_text(answered.body);
    return complaint;
  }

  std::size_t done() const { return done_; }

 private:
  using Judge = std::function<std::string(const Answered&)>;

  void ask(Server& server, const std::string& operation, const Json& body, Judge judge) {
    asked_ = operation + ' ' + to_text(body);
    reply_ = server.call(operation, body);
    judge_ = std::move(judge);
    ++done_;
  }

  static std::string expect(bool holds, const std::string& what) { return holds ? "" : "expected " + what; }
  static std::string is_error(const Answered& answered, const std::string& code) {
    return expect(answered.status == 400 && api::json_of(answered.body, "__type") == code, code);
  }

  void create(Server& server) {
    const std::size_t number = random_.below(5);
    const std::size_t kind = random_.below(std::size(kinds));
    ask(server,
        "CreateStateMachine",
        {{"name", prefix_ + std::to_string(number)},
         {"definition", kinds[kind].definition},
         {"roleArn", "arn:aws:iam::123456789012:role/r"}},
        [this, number, kind](const Answered& answered) {
          const auto known = machines_.find(number);
          if (known != machines_.end() && created_as_[number] != kind)
            return is_error(answered, "StateMachineAlreadyExists");
          if (answered.status != 200) return std::string{"expected 200"};
          const std::string arn = api::text_of(answered.body, "stateMachineArn");
          if (known != machines_.end()) return expect(known->second.arn == arn, known->second.arn);
          machines_[number] = {arn, kind, {}};
          created_as_[number] = kind;
          return std::string{};
        });
  }

  Machine* some_machine(std::size_t& number) {
    number = random_.below(5);
    const auto found = machines_.find(number);
    return found == machines_.end() ? nullptr : &found->second;
  }

  std::string arn_of(std::size_t number) const {
    return "arn:aws:states:us-east-1:123456789012:stateMachine:" + prefix_ + std::to_string(number);
  }

  void update(Server& server) {
    std::size_t number = 0;
    Machine* machine = some_machine(number);
    const std::size_t kind = random_.below(std::size(kinds));
    ask(server,
        "UpdateStateMachine",
        {{"stateMachineArn", arn_of(number)}, {"definition", kinds[kind].definition}},
        [machine, kind](const Answered& answered) {
          if (!machine) return is_error(answered, "StateMachineDoesNotExist");
          machine->kind = kind;
          return expect(answered.status == 200 && answered.body.contains("updateDate"), "an update");
        });
  }

  bool has_running(std::size_t number) const {
    return std::any_of(executions_.begin(), executions_.end(), [&](const auto& one) {
      return one.first.first == number && one.second.status(now_) == "RUNNING";
    });
  }

  void remove(Server& server) {
    std::size_t number = 0;
    if (random_.below(3) != 0) return describe(server);
    some_machine(number);
    if (has_running(number)) return describe(server);  // it would be DELETING until they have ended
    ask(server, "DeleteStateMachine", {{"stateMachineArn", arn_of(number)}}, [this, number](const Answered& answered) {
      machines_.erase(number);
      return expect(answered.status == 200 && answered.body.empty(), "{}");
    });
  }

  void start(Server& server) {
    std::size_t number = 0;
    Machine* machine = some_machine(number);
    const std::string name = "e" + std::to_string(random_.below(20));
    const std::string input = '[' + std::to_string(random_.below(3)) + ']';
    ask(server,
        "StartExecution",
        {{"stateMachineArn", arn_of(number)}, {"name", name}, {"input", input}},
        [this, machine, number, name, input](const Answered& answered) {
          if (!machine) return is_error(answered, "StateMachineDoesNotExist");
          const auto known = executions_.find({number, name});
          if (known != executions_.end()) {
            const bool same = known->second.input == input && known->second.status(now_) == "RUNNING";
            if (!same) return is_error(answered, "ExecutionAlreadyExists");
            return expect(answered.status == 200 && api::json_of(answered.body, "executionArn") == known->second.arn,
                          "the same");
          }
          if (answered.status != 200) return std::string{"expected 200"};
          const Kind& kind = kinds[machine->kind];
          executions_[{number, name}] = {
              api::text_of(answered.body, "executionArn"), input, number, now_, kind.lasts, kind.ends};
          order_[number].push_back(name);
          return std::string{};
        });
  }

  /// null: there is none yet.
  Execution* some_execution() {
    if (executions_.empty()) return nullptr;
    return &std::next(executions_.begin(), static_cast<std::ptrdiff_t>(random_.below(executions_.size())))->second;
  }

  void describe(Server& server) {
    Execution* execution = some_execution();
    if (!execution) return create(server);
    ask(server, "DescribeExecution", {{"executionArn", execution->arn}}, [this, execution](const Answered& answered) {
      const std::string status = execution->status(now_);
      if (answered.status != 200 || api::json_of(answered.body, "status") != status ||
          api::json_of(answered.body, "input") != execution->input)
        return "expected " + status + " with " + execution->input;
      if (status == "RUNNING") return expect(!answered.body.contains("stopDate"), "no stopDate");
      const double took = api::json_of(answered.body, "stopDate").get<double>() -
                          api::json_of(answered.body, "startDate").get<double>();
      const auto lasted = execution->stopped ? *execution->stopped - execution->started : execution->lasts;
      return expect(std::abs(took - static_cast<double>(lasted.count())) < 0.002,
                    std::to_string(lasted.count()) + " s");
    });
  }

  void stop(Server& server) {
    Execution* execution = some_execution();
    if (!execution) return create(server);
    ask(server, "StopExecution", {{"executionArn", execution->arn}}, [this, execution](const Answered& answered) {
      if (execution->status(now_) == "RUNNING") execution->stopped = now_;
      return expect(answered.status == 200 && answered.body.contains("stopDate"), "a stopDate");
    });
  }

  void list(Server& server) {
    std::size_t number = 0;
    Machine* machine = some_machine(number);
    ask(server,
        "ListExecutions",
        {{"stateMachineArn", arn_of(number)}, {"maxResults", 1000}},
        [this, machine, number](const Answered& answered) {
          if (!machine) return is_error(answered, "StateMachineDoesNotExist");
          if (answered.status != 200) return std::string{"expected 200"};
          std::string expected, listed;
          const auto& names = order_[number];
          for (auto name = names.rbegin(); name != names.rend(); ++name)
            expected += *name + ' ' + executions_.at({number, *name}).status(now_) + ' ';
          const Json executions = api::json_of(answered.body, "executions");
          for (const Json& one : executions)
            listed += one["name"].get<std::string>() + ' ' + one["status"].get<std::string>() + ' ';
          return expect(listed == expected, expected);
        });
  }

  void tag(Server& server) {
    std::size_t number = 0;
    Machine* machine = some_machine(number);
    if (random_.below(2) == 0) {
      const std::string key = "k" + std::to_string(random_.below(3));
      const std::string value = std::to_string(random_.below(100));
      return ask(server,
                 "TagResource",
                 {{"resourceArn", arn_of(number)}, {"tags", {{{"key", key}, {"value", value}}}}},
                 [machine, key, value](const Answered& answered) {
                   if (!machine) return is_error(answered, "ResourceNotFound");
                   machine->tags[key] = value;
                   return expect(answered.status == 200, "200");
                 });
    }
    ask(server, "ListTagsForResource", {{"resourceArn", arn_of(number)}}, [machine](const Answered& answered) {
      if (!machine) return is_error(answered, "ResourceNotFound");
      std::map<std::string, std::string> tags;
      const Json shown = api::json_of(answered.body, "tags");
      for (const Json& one : shown) tags[one["key"]] = one["value"];
      return expect(tags == machine->tags, "its tags");
    });
  }

  void history(Server& server) {
    Execution* execution = some_execution();
    if (!execution) return create(server);
    ask(server, "GetExecutionHistory", {{"executionArn", execution->arn}}, [this, execution](const Answered& answered) {
      static const std::map<std::string, std::string> last{{"SUCCEEDED", "ExecutionSucceeded"},
                                                           {"FAILED", "ExecutionFailed"},
                                                           {"TIMED_OUT", "ExecutionTimedOut"},
                                                           {"ABORTED", "ExecutionAborted"},
                                                           {"RUNNING", "WaitStateEntered"}};
      if (answered.status != 200) return std::string{"expected 200"};
      const std::string& expected = last.at(execution->status(now_));
      return expect(last_type(api::json_of(answered.body, "events")) == expected, expected);
    });
  }

  std::string prefix_;
  world::Stream random_;
  std::chrono::seconds now_{};
  std::map<std::size_t, Machine> machines_;
  std::map<std::size_t, std::size_t> created_as_;  // the kind that a second CreateStateMachine has to say
  std::map<std::pair<std::size_t, std::string>, Execution> executions_;
  std::map<std::size_t, std::vector<std::string>> order_;  // of starting
  std::string asked_;
  Reply reply_;
  Judge judge_;
  std::size_t done_ = 0;
};

int rounds() {
  const char* said = std::getenv("STEPSTORM_SOAK_ROUNDS");
  return said ? std::atoi(said) : 60;
}

}  // namespace

TEST_CASE("sixty-four clients at once see what a plain model of the API says", "[api][soak]") {
  Server server;
  REQUIRE(server.clock({{"paused", true}}).status == 200);
  std::vector<Client> clients;
  const auto random = world::Stream::named(1, "soak");
  for (int number = 0; number < clients_count; ++number)
    clients.emplace_back(number, random.of(static_cast<std::uint64_t>(number)));
  std::chrono::seconds now{0};
  std::size_t done = 0;
  for (int round = 0; round < rounds(); ++round) {
    for (Client& client : clients) client.act(server, now);
    for (Client& client : clients) {
      const std::string complaint = client.judge();
      INFO("round " << round);
      REQUIRE(complaint == "");
    }
    REQUIRE(server.clock({{"advance", round_time.count()}}).status == 200);
    now += round_time;
  }
  for (const Client& client : clients) done += client.done();
  CHECK(done == static_cast<std::size_t>(clients_count) * static_cast<std::size_t>(rounds()));
}
