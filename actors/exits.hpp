// How actors end, and what must not end them. Replaces CAF's defaults, under which an unexpected error or message ends
// its receiver or is printed, and an exception's text is lost.
#pragma once

#include <exception>
#include <string>

#include <caf/actor_system.hpp>
#include <caf/error.hpp>
#include <caf/exit_reason.hpp>
#include <caf/message_view.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/sec.hpp>

#include "orchestration/supervisor.hpp"

namespace stepstorm::actors {

/// Returns why an actor ended: the text of the reason, or the name of CAF's reason without one.
[[nodiscard]] std::string reason_text(const caf::actor_system& system, const caf::error& reason);

/// Returns Normal for an actor that was told to end or finished its work; otherwise Abnormal.
[[nodiscard]] orchestration::ExitKind exit_kind(const caf::error& reason);

/// Returns an exit reason with this text that the actor cannot trap.
[[nodiscard]] caf::error killed(const std::string& text);

/// Returns the exit reason for an exception, with the exception's text.
[[nodiscard]] caf::error reason_of(std::exception_ptr& exception);

/// Makes an exception in a handler end the actor; its monitors receive the exception's text.
template <class Actor>
void die_of_exceptions(Actor* self) {
  self->set_exception_handler([](std::exception_ptr& exception) { return reason_of(exception); });
}

/// Makes the actor ignore errors and unknown messages. Calls `then` after each.
template <class Actor, class Then>
void survive_strangers(Actor* self, Then then) {
  self->set_error_handler([then](caf::error&) { then(); });
  self->set_default_handler([then](caf::scheduled_actor*, caf::message_view&) -> caf::result<caf::message> {
    then();
    return caf::sec::unexpected_message;
  });
}
template <class Actor>
void survive_strangers(Actor* self) {
  survive_strangers(self, [] {});
}

}  // namespace stepstorm::actors
