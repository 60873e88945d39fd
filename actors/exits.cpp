#include "actors/exits.hpp"

#include <caf/all.hpp>

namespace stepstorm::actors {

std::string reason_text(const caf::actor_system& system, const caf::error& reason) {
  const caf::message& context = reason.context();
  if (context.match_elements<std::string>()) return context.get_as<std::string>(0);
  return reason ? system.render(reason) : "normal";
}

orchestration::ExitKind exit_kind(const caf::error& reason) {
  const bool normal = !reason || reason == caf::exit_reason::normal || reason == caf::exit_reason::user_shutdown;
  return normal ? orchestration::ExitKind::Normal : orchestration::ExitKind::Abnormal;
}

caf::error killed(const std::string& text) {
  auto reason = caf::make_error(caf::exit_reason::kill);
  reason.context() = caf::make_message(text);
  return reason;
}

caf::error reason_of(std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    return caf::make_error(caf::sec::runtime_error, std::string{error.what()});
  } catch (...) {
    return caf::make_error(caf::sec::runtime_error, std::string{"an exception without a text"});
  }
}

}  // namespace stepstorm::actors
