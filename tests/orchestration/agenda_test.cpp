#include "orchestration/agenda.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::orchestration {
namespace {

/// `slot:started`, `slot:resumed`, ... of all that is next, up to what is put off.
std::string taken(Agenda& agenda) {
  std::string text;
  while (const auto pending = agenda.next()) {
    const auto* notice = std::get_if<execution::Notice>(&pending->what);
    const bool started = notice && std::holds_alternative<execution::TaskStarted>(*notice);
    const bool resumed = notice && std::holds_alternative<execution::Resumed>(*notice);
    text += (text.empty() ? "" : " ") + std::to_string(pending->execution.slot) +
            (started   ? ":started"
             : resumed ? ":resumed"
                       : ":answer");
  }
  return text;
}

Pending started(std::uint32_t slot) { return {{slot, 1}, execution::TaskStarted{}}; }
Pending answer(std::uint32_t slot) { return {{slot, 1}, messages::TaskAnswer{{}, messages::Succeeded{}}}; }
Pending resumed(std::uint32_t slot) { return {{slot, 1}, execution::Resumed{}}; }

TEST_CASE("what is to be done is done first come, first served", "[orchestration][agenda]") {
  Agenda agenda;
  agenda.add(resumed(1));
  agenda.announce(started(2));
  agenda.add(answer(2));
  CHECK(taken(agenda) == "1:resumed 2:started 2:answer");
  CHECK_FALSE(agenda.is_behind());
}

TEST_CASE("when enough was done at once, only news of tasks that were taken comes before what is put off",
          "[orchestration][agenda]") {
  Agenda agenda;
  agenda.worked(work_at_once_max);
  agenda.add(resumed(1));
  agenda.add(started(2));
  agenda.add(answer(2));
  CHECK(taken(agenda) == "2:started");
  CHECK(agenda.is_behind());

  agenda.announce(started(3));
  agenda.add(answer(3));
  CHECK(taken(agenda) == "3:started");

  agenda.begin();
  agenda.catch_up();
  CHECK(taken(agenda) == "1:resumed 2:answer 3:answer");
  agenda.caught_up();
  CHECK_FALSE(agenda.is_behind());
}

TEST_CASE("what is put off while something is being made up for comes behind it", "[orchestration][agenda]") {
  Agenda agenda;
  agenda.worked(work_at_once_max);
  agenda.add(resumed(1));
  agenda.add(resumed(2));
  CHECK(taken(agenda).empty());

  agenda.begin();
  agenda.catch_up();
  REQUIRE(agenda.next()->execution.slot == 1);
  agenda.worked(work_at_once_max);
  agenda.add(resumed(3));
  CHECK(taken(agenda).empty());
  agenda.caught_up();
  CHECK(agenda.is_behind());

  agenda.begin();
  agenda.catch_up();
  CHECK(taken(agenda) == "2:resumed 3:resumed");
  agenda.caught_up();
  CHECK_FALSE(agenda.is_behind());
}

}  // namespace
}  // namespace stepstorm::orchestration
