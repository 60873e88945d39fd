#include "books/effect_book.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "books/ledger.hpp"

namespace stepstorm::books {
namespace {

using namespace std::chrono_literals;
using Entry = EffectBook::Entry;

EffectCause at(std::chrono::seconds time, std::uint64_t execution = 1) {
  return {.order = 7, .execution = execution, .visit = 2, .attempt = 1, .at = TimePoint{time}};
}

/// "payout C-1 0 s, payout C-2 1 s undone 3 s"
std::string render(const EffectBook& book) {
  std::string text;
  for (const Effect& effect : book.effects()) {
    const auto seconds = [](TimePoint time) { return std::to_string(time.time_since_epoch() / 1s) + " s"; };
    text += (text.empty() ? "" : ", ") + effect.name + ' ' + effect.key + ' ' + seconds(effect.cause.at);
    if (effect.undone_at) text += " undone " + seconds(*effect.undone_at);
  }
  return text;
}

TEST_CASE("an effect takes place once under its token, and each time without one", "[books][effects]") {
  EffectBook book{true};
  CHECK(book.enter({"payout", "C-1", 5.0, "t"}, at(0s)) == Entry::Done);
  CHECK(book.enter({"payout", "C-1", 5.0, "t"}, at(1s)) == Entry::Repeated);
  CHECK(book.enter({"letter", "C-1", {}, "t"}, at(2s)) == Entry::Done);
  CHECK(book.enter({"payout", "C-1"}, at(3s)) == Entry::Done);
  CHECK(book.enter({"payout", "C-1"}, at(4s)) == Entry::Done);
  CHECK(render(book) == "payout C-1 0 s, letter C-1 2 s, payout C-1 3 s, payout C-1 4 s");
  CHECK(book.effects()[0].amount == 5.0);
  CHECK(book.effects()[0].cause.order == 7);
}

TEST_CASE("what is undone by its token stays undone, by its key all that stands is", "[books][effects]") {
  EffectBook book{true};
  book.enter({"payout", "C-1", {}, "t"}, at(0s));
  book.enter({"payout", "C-2"}, at(1s));
  book.enter({"payout", "C-2"}, at(2s));
  book.enter({"payout", "C-3"}, at(3s));
  book.undo({"payout", "C-1", {}, "t"}, TimePoint{4s});
  book.undo({"payout", "C-1", {}, "t"}, TimePoint{5s});
  book.undo({"payout", "C-2"}, TimePoint{6s});
  book.undo({"payout", "C-4"}, TimePoint{7s});
  CHECK(book.enter({"payout", "C-1", {}, "t"}, at(8s)) == Entry::Repeated);
  CHECK(render(book) ==
        "payout C-1 0 s undone 4 s, payout C-2 1 s undone 6 s, payout C-2 2 s undone 6 s, payout C-3 3 s");
}

TEST_CASE("what is undone before it takes place does not take place any more", "[books][effects]") {
  EffectBook book{true};
  book.undo({"payout", "C-1", {}, "t"}, TimePoint{0s});
  CHECK(book.enter({"payout", "C-1", {}, "t"}, at(1s)) == Entry::Cancelled);
  CHECK(book.enter({"payout", "C-1", {}, "u"}, at(2s)) == Entry::Done);
  CHECK(render(book) == "payout C-1 2 s");
}

TEST_CASE("a book that keeps no effects knows their tokens until they are forgotten", "[books][effects]") {
  EffectBook book;
  CHECK(book.enter({"payout", "C-1", {}, "t"}, at(0s)) == Entry::Done);
  book.forget_older();
  CHECK(book.enter({"payout", "C-1", {}, "t"}, at(1s)) == Entry::Repeated);
  book.forget_older();
  CHECK(book.enter({"payout", "C-1", {}, "t"}, at(2s)) == Entry::Done);
  CHECK(book.effects().empty());
}

TEST_CASE("effects are in order of time, those of one instant in the order of their executions", "[books][effects]") {
  EffectBook book{true};
  book.enter({"b", "k"}, at(1s, 2));
  book.enter({"a", "k"}, at(1s, 1));
  book.enter({"c", "k"}, at(0s, 9));
  CHECK(render(book) == "c k 0 s, a k 1 s, b k 1 s");
}

}  // namespace
}  // namespace stepstorm::books
