#include "execution/failure.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::execution {

TEST_CASE("an ErrorEquals list takes the errors that its names cover", "[execution][failure]") {
  using Kind = StateFailure::Kind;
  struct Row {
    std::vector<std::string> error_equals;
    std::optional<std::string> error;
    Kind kind;
    bool expected;
  };
  const auto row = GENERATE(values<Row>({
      {{"Payment.Declined"}, "Payment.Declined", Kind::Error, true},
      {{"Payment.Declined"}, "payment.declined", Kind::Error, false},  // case matters
      {{"A", "B"}, "B", Kind::Error, true},
      {{"States.ALL"}, "Anything", Kind::Error, true},
      {{"States.ALL"}, std::nullopt, Kind::Error, true},  // SendTaskFailure without an error
      {{"States.ALL"}, "States.Timeout", Kind::Error, true},
      {{"States.ALL"}, "States.DataLimitExceeded", Kind::Error, true},
      {{"States.TaskFailed"}, "Anything", Kind::Error, true},
      {{"States.TaskFailed"}, "States.TaskFailed", Kind::Error, true},
      {{"States.TaskFailed"}, "States.Timeout", Kind::Error, false},
      {{"States.TaskFailed"}, std::nullopt, Kind::Error, false},
      {{"States.TaskFailed"}, "States.Permissions", Kind::Error, true},
      {{"States.TaskFailed"}, "States.Http.Socket", Kind::Error, true},
      {{"States.TaskFailed"}, "States.Http.StatusCode.503", Kind::Error, true},
      {{"States.TaskFailed"}, "States.Http", Kind::Error, false},  // no name of the service's
      {{"States.TaskFailed"}, "States.HeartbeatTimeout", Kind::Error, false},
      {{"States.TaskFailed"}, "States.DataLimitExceeded", Kind::Error, false},
      {{"States.TaskFailed"}, "States.ExceedToleratedFailureThreshold", Kind::Error, false},
      {{"States.TaskFailed"}, "States.AnythingElse", Kind::Error, false},
      {{"States.TaskFailed"}, "Lambda.Unknown", Kind::Error, true},
      {{"States.ALL"}, "States.Permissions", Kind::Error, true},
      {{"States.ALL"}, "States.Http.StatusCode.503", Kind::Error, true},
      {{"States.ALL"}, "States.AnythingElse", Kind::Error, true},
      {{"States.Timeout"}, "States.Timeout", Kind::HeartbeatTimeout, true},
      {{"States.HeartbeatTimeout"}, "States.Timeout", Kind::HeartbeatTimeout, true},
      {{"States.HeartbeatTimeout"}, "States.Timeout", Kind::Error, false},
  }));
  CAPTURE(row.error_equals, row.error);
  CHECK(matches(row.error_equals, {{row.error, std::nullopt}, row.kind}) == row.expected);
}

TEST_CASE("States.Runtime and its like end the execution, whoever reports them", "[execution][failure]") {
  struct Row {
    std::string error;
    bool terminal, names_its_state;
  };
  const auto row = GENERATE(values<Row>({
      {"States.Runtime", true, true},
      {"States.ReferencePathConflict", true, false},
      {"States.DataLimitExceeded", false, false},
      {"States.QueryEvaluationError", false, true},
      {"Payment.Declined", false, false},
  }));
  CAPTURE(row.error);
  CHECK(is_terminal(row.error) == row.terminal);
  const StateFailure failure = evaluation_failure({.detail = "Why.", .error = row.error}, "A", 7);
  CHECK((reported({row.error, std::nullopt}).kind == StateFailure::Kind::Runtime) == row.terminal);
  CHECK(failure.reason.cause ==
        (row.names_its_state ? "An error occurred while executing the state 'A' (entered at the event id #7). Why."
                             : "Why."));
}

TEST_CASE("the Error Output has both members, whatever was reported", "[execution][failure]") {
  struct Row {
    ErrorOutput reason;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {{"E", "because"}, R"({"Error":"E","Cause":"because"})"},
      {{"States.Timeout", std::nullopt}, R"({"Error":"States.Timeout","Cause":""})"},
      {{std::nullopt, std::nullopt}, R"({"Error":null,"Cause":null})"},
  }));
  CHECK(to_text(error_output(row.reason)) == row.expected);
}

}  // namespace stepstorm::execution
