#include "workers/shop/confirm.hpp"

#include <array>

#include "books/characters.hpp"
#include "workers/shop/order.hpp"

namespace stepstorm::workers {
namespace {

/// Without letters and digits that are easily confused.
void append_code(std::string& number, world::Stream random) {
  constexpr std::string_view characters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  static_assert(characters.size() == books::alphabet_size);
  std::array<char, 8> code;
  books::draw_characters(code, characters, random);
  number.append(code.data(), code.size());
}

}  // namespace

Outcome Confirm::run_at(messages::Task&& task, TimePoint now) {
  std::string number = options_.prefix + '-';
  append_code(number, numbers_.of(task.execution).of(task.visit));
  ledger_->confirm(task.order);
  if (ledger_->effects().keeps())
    ledger_->effects().enter({std::string{confirmation_effect}, order_key(task)}, cause_of(task, now));
  Members confirmation;
  confirmation.text("status", "CONFIRMED").text("number", number);
  return Succeed{with_object(task.input, "confirmation", confirmation)};
}

}  // namespace stepstorm::workers
