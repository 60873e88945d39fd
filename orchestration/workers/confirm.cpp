#include "orchestration/workers/confirm.hpp"

#include "orchestration/workers/order.hpp"

namespace stepstorm::orchestration {
namespace {

/// Without letters and digits that people mistake for each other.
std::string confirmation_code(world::Stream random) {
  constexpr std::string_view characters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::string code;
  for (int i = 0; i < 8; ++i) code += characters[random.below(characters.size())];
  return code;
}

}  // namespace

Outcome Confirm::run(const messages::RunTask& task) {
  const std::string number = options_.prefix + '-' + confirmation_code(numbers_.of(task.execution).of(task.visit));
  ledger_->confirm(task.execution);
  return Succeed{
      with_member(task.input, "confirmation", make_object(Member{"status", "CONFIRMED"}, Member{"number", number}))};
}

}  // namespace stepstorm::orchestration
